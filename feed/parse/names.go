package parse

// rawNames are the bytes by which an entry is named, as they are written.
type rawNames struct{ guid, link, title, date []byte }

// names gives the guid or atom:id of an entry, its link, title and date, without
// copying.
func (s *scanner) names(e *entry) (n rawNames) {
	for i := e.kids.start; i < e.kids.end; i++ {
		k := &s.kids[i]
		switch k.field {
		case guid:
			n.guid = firstOf(n.guid, trimMarks(s.doc[k.inner.start:k.inner.end]))
		case published:
			n.date = firstOf(n.date, s.doc[k.inner.start:k.inner.end])
		case title:
			n.title = firstOf(n.title, s.doc[k.inner.start:k.inner.end])
		case link:
			text := trimMarks(s.doc[k.inner.start:k.inner.end])
			if len(text) == 0 {
				text = s.doc[k.start:k.end] // an empty element: its attributes
			}
			n.link = firstOf(n.link, text)
		}
	}
	if len(n.guid) == 0 {
		n.guid = s.about(e)
	}
	return n
}

func firstOf(a, b []byte) []byte {
	if len(a) > 0 {
		return a
	}
	return b
}

// takeCensus counts the names of all entries.
func (s *scanner) takeCensus() census {
	c := newCensus(len(s.entries))
	for i := range s.entries {
		c.count(s.names(&s.entries[i]))
	}
	return c
}

package parse

// names gives the raw bytes by which an entry is named: its guid or atom:id,
// and its link.
func (s *scanner) names(e *entry) (id, address []byte) {
	for i := e.kids.start; i < e.kids.end; i++ {
		switch k := &s.kids[i]; {
		case k.field == guid && id == nil:
			id = trimMarks(s.doc[k.inner.start:k.inner.end])
		case k.field == link && address == nil:
			if address = trimMarks(s.doc[k.inner.start:k.inner.end]); len(address) == 0 {
				address = s.doc[k.start:k.end] // an empty element: its attributes
			}
		}
	}
	return id, address
}

// takeCensus counts the names of all entries.
func (s *scanner) takeCensus() census {
	c := newCensus(len(s.considered()))
	for i := range s.considered() {
		e := &s.entries[i]
		id, address := s.names(e)
		h := hash64(hashSeed, address)
		for _, k := range s.kids[e.kids.start:e.kids.end] {
			if k.field == title {
				h = hash64(h, s.doc[k.inner.start:k.inner.end])
			}
		}
		c.count(id, address, h)
	}
	return c
}

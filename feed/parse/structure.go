package parse

// isEntry reports whether an element of this name, at this level, is an entry.
func (s *scanner) isEntry(name []byte, level int) bool {
	if len(name) < len(s.dialect.entry) || !sameLocal(name, []byte(s.dialect.entry)) || !s.core(name) {
		return false
	}
	return level == 1 || level == 2 && s.inChannel()
}

// inChannel reports whether we are inside an RSS channel, at any depth.
func (s *scanner) inChannel() bool {
	if !s.dialect.nested || len(s.stack) < 2 {
		return false
	}
	own := s.stack[1].name
	return sameLocal(s.doc[own.start:own.end], []byte("channel"))
}

// beforeBegin closes what should have been closed before an entry begins: an
// RSS item whose end tag is missing, or an element of the channel before it. In
// Atom only a direct child of the entry does so: content may hold Atom.
func (s *scanner) beforeBegin(p int, name span) {
	if len(s.stack) < 2 || s.doc[name.end-1]|0x20 != s.dialect.entry[len(s.dialect.entry)-1] {
		return
	}
	level := 1
	if s.inChannel() {
		level = 2
	}
	if s.inEntry {
		level = s.level
	}
	if len(s.stack) <= level || s.inEntry && !s.dialect.nested && len(s.stack) > level+1 {
		return
	}
	if s.isEntry(s.doc[name.start:name.end], level) {
		s.close(p, p, level, true)
	}
}

// afterBegin notes the element whose start tag was just read, if it is the
// root, the channel, an entry or a child of one. first is its first edit.
func (s *scanner) afterBegin(at, name span, first int) {
	level, text := len(s.stack), s.doc[name.start:name.end]
	if level == 0 {
		s.root.tag, s.root.lo = at, len(s.edits)
	}
	if level <= 2 || s.inEntry && level == s.level+1 {
		s.readPrefixes(at)
	}
	switch {
	case level == 0:
	case s.inEntry && s.extra > 0:
	case s.inEntry && level == s.level+1:
		s.kids = append(s.kids, kid{span: at, inner: span{at.end, at.end}, field: s.field(text), lo: first})
	case !s.inEntry && s.isEntry(text, level):
		s.inEntry, s.level = true, level
		if len(s.entries) == maxEntries {
			if s.extra++; s.extra == 1 {
				s.surplus = entry{span: at, lo: first}
			}
			return
		}
		if level == 1 {
			s.outside++
		}
		s.entries = append(s.entries, entry{span: at, tag: at, kids: span{start: len(s.kids)}, lo: first})
	case level == 1 && s.channel.end == 0 && sameLocal(text, []byte("channel")):
		s.channel = at
	}
}

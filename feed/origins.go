package feed

import (
	"slices"
	"strings"
)

// Shared is a text that several reports of a story have in common.
type Shared struct {
	By     string // the agency or publisher whose text it is; empty where nobody says
	First  ItemID // the report that had it first, as far as we read; it may be in no story any more
	Copies int    // reports that repeat it, the first not counted
}

// Origins are the texts that copies repeat, in the order in which the copies
// came. Having been read first makes nobody the origin: of a text that credits
// none whom we know, By is empty.
func (s Story) Origins() []Shared {
	byID := make(map[ItemID]*Item, len(s.Items))
	for i := range s.Items {
		byID[s.Items[i].ID] = &s.Items[i]
	}
	var roots []ItemID
	copies := map[ItemID][]*Item{}
	for i := range s.Items {
		it := &s.Items[i]
		if it.CopyOf == 0 {
			continue
		}
		root := rootOf(it, byID)
		if copies[root] == nil {
			roots = append(roots, root)
		}
		copies[root] = append(copies[root], it)
	}
	all := make([]Shared, len(roots))
	for i, root := range roots {
		all[i] = Shared{By: credited(byID[root], copies[root]), First: root, Copies: len(copies[root])}
	}
	return all
}

// Copied sums up origins by whose text it is, in the order of the first: how many
// copies there are of each, whichever text they repeat.
func Copied(origins []Shared) (all []Shared) {
	for _, o := range origins {
		at := slices.IndexFunc(all, func(a Shared) bool { return a.By == o.By })
		if at < 0 {
			all = append(all, o)
			continue
		}
		all[at].Copies += o.Copies
	}
	return all
}

// rootOf is the end of the chain of copies that it is in.
func rootOf(it *Item, byID map[ItemID]*Item) ItemID {
	root := it.CopyOf
	for range 10 { // a chain is one link, as a rule; it may be a ring
		next := byID[root]
		if next == nil || next.CopyOf == 0 {
			break
		}
		root = next.CopyOf
	}
	return root
}

// credited is whose text a report and its copies say it is: an agency, or the
// publisher of the first where a copy names it as where it took the text.
func credited(first *Item, copies []*Item) (by string) {
	if first == nil {
		first = &Item{}
	}
	if first.About.Agency != "" {
		return first.About.Agency
	}
	for _, it := range copies {
		if it.About.Agency != "" {
			return it.About.Agency
		}
		if names(it.Origin, first) {
			by = first.Publisher
		}
	}
	return by
}

// names reports whether an item's source element names the publisher of another
// item, by the host of its address or by its name.
func names(o Origin, first *Item) bool {
	if first.Publisher == "" {
		return false
	}
	host := hostOf(first.URL)
	return host != "" && hostOf(o.URL) == host || strings.EqualFold(strings.ReplaceAll(o.Title, " ", "-"), first.Publisher)
}

// hostOf is the host of an address without "www.".
func hostOf(address string) string {
	_, rest, ok := strings.Cut(address, "://")
	if !ok {
		return ""
	}
	host, _, _ := strings.Cut(rest, "/")
	return strings.TrimPrefix(strings.ToLower(host), "www.")
}

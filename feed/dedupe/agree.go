package dedupe

// mentions compares places, actors and concepts.
func (p *pair) mentions(a, b *report) {
	x := &p.x
	var meet, exact, inTitles bool
	for i, q := range a.places[:a.placeN] {
		for j, o := range b.places[:b.placeN] {
			m, e := q.within(o)
			meet, exact = meet || m, exact || e
			inTitles = inTitles || e && i < int(a.titlePlaces) && j < int(b.titlePlaces)
		}
	}
	x[fPlaceExact], x[fPlaceMeet], x[fPlaceTitle] = count(exact), count(meet && !exact), count(inTitles)
	x[fPlaceNone] = count(a.placeN == 0 || b.placeN == 0)
	x[fPlaceApart] = count(a.placeN > 0 && b.placeN > 0 && !meet && !exact)
	var same, both, owner bool
	for i, q := range a.actors[:a.actorN] {
		for j, o := range b.actors[:b.actorN] {
			same = same || q.who == o.who
			both = both || q.who == o.who && i < int(a.titleActors) && j < int(b.titleActors)
			owner = owner || q.of == o.of
		}
	}
	x[fActor], x[fActorTitle], x[fActorOwner] = count(same), count(both), count(owner && !same)
	x[fActorsApart] = count(a.actorN > 0 && b.actorN > 0 && !same && !owner)
	x[fPlacesMeet] = inCommon(a.places[:a.titlePlaces], b.places[:b.titlePlaces], func(p, q place) bool { m, e := p.within(q); return m || e })
	x[fActorsMeet] = inCommon(a.actors[:a.titleActors], b.actors[:b.titleActors], func(p, q actor) bool { return p == q })
	x[fActsMeet] = inCommon(a.acts[:a.titleActs], b.acts[:b.titleActs], func(p, q uint16) bool { return p == q })
	acts, titles := 0, 0
	for i, q := range a.acts[:a.actN] {
		for j, o := range b.acts[:b.actN] {
			if q == o {
				acts++
				if i < int(a.titleActs) && j < int(b.titleActs) {
					titles++
				}
			}
		}
	}
	x[fActs] = over(float32(acts), float32(min(a.actN, b.actN)))
	x[fActsTitle] = over(float32(titles), float32(min(a.titleActs, b.titleActs)))
	x[fActsApart] = count(a.titleActs > 0 && b.titleActs > 0 && acts == 0)
}

// inCommon is the share of the members of two lists that the other has too.
func inCommon[T any](a, b []T, same func(T, T) bool) float32 {
	n := 0
	for _, p := range a {
		for _, q := range b {
			if same(p, q) {
				n++
				break
			}
		}
	}
	return over(float32(n), float32(len(a)+len(b)-n))
}

// numbers compares tolls and the figures of the titles.
func (p *pair) numbers(a, b *report) {
	x := &p.x
	var same, differ, far float32
	for _, m := range a.counts[:a.countN] {
		for _, n := range b.counts[:b.countN] {
			if m>>24 != n>>24 {
				continue
			}
			small, great := float32(min(m, n)&0xffffff), float32(max(m, n)&0xffffff)
			switch {
			case small == great:
				same = 1
			case a.published+hour < b.published && m > n || b.published+hour < a.published && n > m:
				x[fCountShrinks] = 1
			case small*2 < great && great-small > 3:
				far = 1
			default:
				differ = 1
			}
		}
	}
	x[fCountSame] = same
	if same > 0 {
		x[fCountShrinks] = 0
	} else {
		x[fCountDiffer], x[fCountFar] = differ, far*(1-differ)
	}
	if a.figureN > 0 && b.figureN > 0 {
		found := false
		for _, f := range a.figures[:a.figureN] {
			found = found || index(b.figures[:b.figureN], f) >= 0
		}
		x[fFigures], x[fFiguresDiffer] = count(found), count(!found)
	}
}

// circumstances compares when, where and in which form they were published.
func (p *pair) circumstances(a, b *weighted) {
	x := &p.x
	gap := max(a.published, b.published) - min(a.published, b.published)
	x[fHour] = count(gap <= 2*hour)
	x[fDay] = count(gap > 2*hour && gap <= day)
	x[fTwoDays] = count(gap > day && gap <= 2*day)
	x[fDays] = min(float32(gap)/day, 7) / 7
	x[fSameSource] = count(a.source == b.source)
	x[fSamePublisher] = count(a.publisher == b.publisher && a.source != b.source)
	both := a.form & b.form
	x[fFormBoth], x[fSerialBoth] = count(both&formGeneric != 0), count(both&formSerial != 0)
	x[fFormOne] = count((a.form^b.form)&formGeneric != 0)
	x[fAgain] = count((a.form|b.form)&formAgain != 0)
	x[fShortTitle] = count(min(a.titleN, b.titleN) < 4)
	x[fNoSummary] = count(a.bodyN == 0 || b.bodyN == 0)
}

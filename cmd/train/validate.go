package main

import (
	"fmt"
	"os"
	"sort"
	"strings"

	"sitrep/feed/classify"
	"sitrep/feed/measure"
	"sitrep/feed/train"
)

type scored struct {
	z    float64
	keep bool
	w    float64
}

// best gives the best F1 over thresholds, its threshold, and average precision.
func best(s []scored) (f1, th, ap float64) {
	sort.Slice(s, func(i, j int) bool { return s[i].z > s[j].z })
	pos := 0.0
	for _, x := range s {
		if x.keep {
			pos += x.w
		}
	}
	tp, fp := 0.0, 0.0
	for _, x := range s {
		if x.keep {
			tp += x.w
			ap += x.w * tp / (tp + fp)
		} else {
			fp += x.w
		}
		if f := 2 * tp / (tp + fp + pos); f > f1 {
			f1, th = f, x.z
		}
	}
	return f1, th, ap / pos
}

func printValidation(c, nameless *classify.Classifier, examples []train.Example, rows []measure.Row, o train.Options) error {
	v := train.Validate(c, nameless, examples, o)
	groups := map[string][]scored{}
	for _, x := range v {
		r := rows[x.Example]
		gs := []string{"all"}
		if examples[x.Example].Weight == 0 {
			gs = []string{"dev"}
			groups["dev nameless"] = append(groups["dev nameless"], scored{x.Unnamed, r.Keep, 1})
		} else if !r.Doubt {
			lang, _, _ := strings.Cut(r.Item.Language, "-")
			if lang == "ru" || lang == "en" || lang == "uk" {
				gs = append(gs, lang)
			}
			gs = append(gs, "sure", r.Set)
			groups["sure nameless"] = append(groups["sure nameless"], scored{x.Unnamed, r.Keep, 1})
		}
		for _, g := range gs {
			groups[g] = append(groups[g], scored{x.Sum, r.Keep, 1})
		}
	}
	names := []string{}
	for g := range groups {
		names = append(names, g)
	}
	sort.Strings(names)
	for _, g := range names {
		f, th, ap := best(groups[g])
		fmt.Printf("%s %.3f@%.1f ap %.3f | ", g, f, th, ap)
	}
	fmt.Println()
	if os.Getenv("ERRORS") != "" {
		for _, x := range v {
			r := rows[x.Example]
			if r.Keep != (x.Sum > -0.4) && !r.Doubt {
				fmt.Printf("%v %.1f %s %s %s | %s | %.150s\n", r.Keep, x.Sum, r.Class, r.Item.Language, r.Outlet, r.Item.Title, r.Item.Summary)
			}
		}
	}
	return nil
}

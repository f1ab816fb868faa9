package main

import (
	"fmt"
	"math"
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
	slope, shift := train.Calibrate(v, examples)
	fmt.Printf("slope %.2f shift %.2f\n", slope, shift)
	for _, p := range []float64{0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8} {
		var t [3][3]float64
		for _, x := range v {
			r := rows[x.Example]
			k := 0
			switch {
			case r.Set == "gold/relevance.tsv" && !r.Doubt:
			case r.Set == ":labels/items.tsv" && !r.Doubt:
				k = 1
			case r.Set == ":labels/headlines.tsv" && !r.Doubt:
				k = 2
			default:
				continue
			}
			z := slope*x.Sum + shift
			switch got := 1/(1+math.Exp(-z)) >= p; {
			case got && r.Keep:
				t[k][0]++
			case got:
				t[k][1]++
			case r.Keep:
				t[k][2]++
			}
		}
		fmt.Printf("p %.2f", p)
		for _, c := range t {
			fmt.Printf("  P %.3f R %.3f F1 %.3f", c[0]/(c[0]+c[1]), c[0]/(c[0]+c[2]), 2*c[0]/(2*c[0]+c[1]+c[2]))
		}
		fmt.Println()
	}
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

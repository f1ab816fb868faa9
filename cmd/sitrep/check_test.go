package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"sitrep/config"
)

// TestCheckBesideADaemon: the store belongs to the daemon, and check says how to
// go about it.
func TestCheckBesideADaemon(t *testing.T) {
	room, base := openBareNewsroom(t, 1)
	d := newDaemon(t, room.Sources(base), "keep: all\nlanguages: [all]\nrules: [{must_not: zzyx}]")
	d.start()
	d.await(20)
	check := exec.Command(os.Args[0], "check", "--config", d.config)
	check.Env = append(os.Environ(), asCommand+"=1")
	said, err := check.CombinedOutput()
	for _, want := range []string{"not proved on items: a daemon holds", "stop it", "--data", "the configuration is good"} {
		if err != nil || !strings.Contains(string(said), want) {
			t.Errorf("check beside a running daemon says %q (%v), want %q", said, err, want)
		}
	}
	d.stop()
}

// TestWhatConfigAcceptsCanBeJudgedWith: the judge refuses no pattern and no term
// that the configuration has accepted, for it cannot name the line.
func TestWhatConfigAcceptsCanBeJudgedWith(t *testing.T) {
	pattern := rapid.OneOf(
		rapid.StringN(0, 6, -1),
		rapid.StringOfN(rapid.RuneFrom([]rune("ab* ^/-'’ـ々ー〆ʰ刺ハ한قהéßﬁ２𐌰𝐚ा़\u200d.")), 0, 6, -1),
		rapid.StringMatching(`/[a-d|*?()^$\\.\[\]]{1,6}/`),
	)
	all, accepted := config.Defaults(), 0
	for seed := range 4000 {
		text, err := json.Marshal(pattern.Example(seed))
		if err != nil {
			t.Fatal(err)
		}
		file := fmt.Sprintf("rules: [{must_not: %s}]\nterms: [{text: %[1]s, weight: 1}]\nsources: {only: [bbc-world]}\ntopics: {only: [sudan]}\n", text)
		cfg, err := config.Parse("f.yaml", []byte(file), config.Options{})
		if err != nil {
			file = fmt.Sprintf("rules: [{keep: %s}]\nsources: {only: [bbc-world]}\ntopics: {only: [sudan]}\n", text)
			if cfg, err = config.Parse("f.yaml", []byte(file), config.Options{}); err != nil {
				continue
			}
		}
		accepted++
		all.Rules, all.Terms = append(all.Rules, cfg.Rules...), append(all.Terms, cfg.Terms...)
	}
	t.Logf("%d patterns, %d terms", accepted, len(all.Terms))
	if _, err := newJudge(all); err != nil || accepted < 500 {
		t.Errorf("of %d accepted patterns: %v", accepted, err)
	}
}

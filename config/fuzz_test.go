package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"sitrep/config"
)

// FuzzParse: no file makes Parse panic, and what it accepts is accepted again.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"testdata/good/*.yaml", "testdata/bad/*.yaml"} {
		paths, _ := filepath.Glob(pattern)
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := config.Parse("fuzz.yaml", data, config.Options{LookupEnv: environment})
		var mistakes config.Mistakes
		switch {
		case err == nil:
			if err := c.Check(); err != nil {
				t.Errorf("accepted, and refused by Check: %v", err)
			}
			c.Warnings()
		case !errors.As(err, &mistakes) || len(mistakes) == 0 || c != nil:
			t.Errorf("error %v, config %v: want Mistakes and nothing else", err, c)
		}
		if err != nil && err.Error() == "" {
			t.Error("an error without words")
		}
	})
}

func BenchmarkDefaults(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		config.Defaults()
	}
}

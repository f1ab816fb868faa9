package publish_test

import (
	"io"
	"testing"

	"sitrep/feed/publish"
)

// BenchmarkRender renders 200 stories of three reports each.
func BenchmarkRender(b *testing.B) {
	f := sample(200)
	for _, format := range publish.Formats {
		b.Run(format.Name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(render(b, format, f))))
			for b.Loop() {
				if err := format.Write(io.Discard, f); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("all", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, format := range publish.Formats {
				if err := format.Write(io.Discard, f); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

// BenchmarkVerify is the self-check of the same documents.
func BenchmarkVerify(b *testing.B) {
	f := sample(200)
	for _, format := range publish.Formats {
		doc := render(b, format, f)
		b.Run(format.Name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(doc)))
			for b.Loop() {
				if err := format.Verify(doc, f); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

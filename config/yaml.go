package config

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// What a file may at most be. The library recurses once per level of nesting,
// and a stack that overflows cannot be caught; the keys of a block mapping cost
// it the square of their number. A configuration needs a hundredth of this.
const (
	maxBytes  = 5 << 20 // about 25,000 sources
	maxDepth  = 64      // brackets within brackets
	maxColumn = 256     // of a dash or a question mark: nesting by indentation
	maxKeys   = 1000    // of block mappings between two dashes

	maxElements = 50_000 // of a list
)

// parseTree reads the one YAML document of a file; nil if the file is empty. A
// panic of the library becomes a mistake.
func parseTree(file string, data []byte) (root ast.Node, mistake *Mistake) {
	defer func() {
		if p := recover(); p != nil {
			root, mistake = nil, &Mistake{File: file, Text: "is not valid YAML", Remedy: "check quotes, brackets and indentation"}
		}
	}()
	if m := readable(data); m != nil {
		m.File = file
		return nil, m
	}
	tokens := lexer.Tokenize(string(bytes.TrimPrefix(data, []byte("\ufeff"))))
	if m := guard(tokens); m != nil {
		m.File = file
		return nil, m
	}
	// Repeated keys are found by the reader, which names every one of them.
	tree, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, syntaxMistake(file, err)
	}
	return onlyDocument(file, tree)
}

// readable finds what would keep the scanner from making sense of the bytes.
func readable(data []byte) *Mistake {
	if len(data) > maxBytes {
		return &Mistake{
			Text:   fmt.Sprintf("is larger than %d MiB", maxBytes>>20),
			Remedy: "this is not a configuration of sitrep, or it holds far too many sources",
		}
	}
	for rest, line := data, 1; len(rest) > 0; line++ {
		text, after, _ := bytes.Cut(rest, []byte("\n"))
		if !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 {
			return &Mistake{Line: line, Text: "is not UTF-8 text", Remedy: "save the file as UTF-8"}
		}
		rest = after
	}
	return nil
}

// refused are parts of YAML that a list of feeds does not need. Aliases are the
// means of files that grow without bound when they are read.
var refused = map[token.Type][2]string{
	token.AnchorType:     {"anchors (&) are not supported", "write the value out where it is needed, or quote it if it is text"},
	token.AliasType:      {"aliases (*) are not supported", "write the value out, or quote it if it is text"},
	token.MergeKeyType:   {"merge keys (<<) are not supported", "write the keys out"},
	token.TagType:        {"tags (!) are not supported", "leave it out, or quote it if it is text"},
	token.DirectiveType:  {"directives (%) are not supported", "leave the line out"},
	token.MappingKeyType: {"explicit keys (?) are not supported", "write \"key: value\""},
}

// guard refuses what the parser could not take, or what we do not want it to.
func guard(tokens token.Tokens) *Mistake {
	depth, keys := 0, 0
	for _, tk := range tokens {
		if why, ok := refused[tk.Type]; ok {
			return &Mistake{Line: tk.Position.Line, Text: why[0], Remedy: why[1]}
		}
		switch tk.Type {
		case token.SequenceStartType, token.MappingStartType:
			depth++
		case token.SequenceEndType, token.MappingEndType:
			depth = max(0, depth-1)
		case token.SequenceEntryType:
			keys = 0
		case token.MappingValueType:
			if depth == 0 {
				keys++
			}
		}
		tooDeep := depth > maxDepth || tk.Type == token.SequenceEntryType && tk.Position.Column > maxColumn
		if tooDeep || keys > maxKeys {
			return &Mistake{Line: tk.Position.Line, Text: "is nested too deeply or has too many keys", Remedy: "this is not a configuration of sitrep"}
		}
	}
	return nil
}

// syntaxMistake takes the place and the words of the library's error, without
// the excerpt of the file: that could hold a secret.
func syntaxMistake(file string, err error) *Mistake {
	m := &Mistake{File: file, Text: "is not valid YAML", Remedy: "check quotes, brackets and indentation, here and on the line before"}
	var e yaml.Error
	if !errors.As(err, &e) {
		return m
	}
	m.Text += ": " + e.GetMessage()
	if strings.Contains(m.Text, "'\t'") {
		m.Text, m.Remedy = "is not valid YAML: a tab stands where a value or key begins", "indent by spaces"
	}
	if tk := e.GetToken(); tk != nil && tk.Position != nil {
		m.Line = tk.Position.Line
	}
	return m
}

func onlyDocument(file string, tree *ast.File) (ast.Node, *Mistake) {
	var root ast.Node
	for _, doc := range tree.Docs {
		switch {
		case doc.Body == nil || doc.Body.Type() == ast.CommentType:
		case root != nil:
			return nil, &Mistake{
				File: file, Line: doc.Body.GetToken().Position.Line,
				Text: "has more than one YAML document", Remedy: "leave out the line \"---\"",
			}
		default:
			root = doc.Body
		}
	}
	return root, nil
}

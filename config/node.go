package config

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"
)

// scalar is the text of a node that is one value, as it is written: "0700" and
// "yes" and "2026" are what the user typed, whatever YAML would make of them.
func scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true
	}
	return "", false
}

func isNull(n ast.Node) bool {
	return n == nil || n.Type() == ast.NullType
}

// kindOf names a node for a message, without quoting it.
func kindOf(n ast.Node) string {
	if _, ok := n.(ast.MapNode); ok {
		return "a mapping"
	}
	if _, ok := n.(*ast.SequenceNode); ok {
		return "a list"
	}
	return "a single value"
}

func keyText(n ast.MapKeyNode) string {
	if s, ok := scalar(n); ok {
		return s
	}
	if tk := n.GetToken(); tk != nil {
		return tk.Value
	}
	return ""
}

func lineOf(n ast.Node) int {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 0
	}
	return n.GetToken().Position.Line
}

// quote shows a value in a message, cut to a length that leaves the message
// readable.
func quote(s string) string {
	const limit = 80
	if runes := []rune(s); len(runes) > limit {
		s = string(runes[:limit]) + "…"
	}
	return fmt.Sprintf("%q", s)
}

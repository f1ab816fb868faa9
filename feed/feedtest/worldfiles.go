package feedtest

import (
	"embed"
	"strings"
)

//go:embed world/*.txt
var worldFiles embed.FS

// readWorld reads one of the embedded texts: lines under [headings]; blank
// lines and lines that begin with # do not count. What stands before the first
// heading is under "".
func readWorld(name string) map[string][]string {
	text, err := worldFiles.ReadFile("world/" + name)
	if err != nil {
		return nil // a name that is not embedded: the tests read all of them
	}
	sections, heading := map[string][]string{}, ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[' && strings.HasSuffix(line, "]"):
			heading = strings.Trim(line, "[]")
		default:
			sections[heading] = append(sections[heading], line)
		}
	}
	return sections
}

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"sitrep/feed/feedtest"
)

// asCommand makes the test binary behave as the sitrep command itself, so that
// tests drive the real thing as a process.
const asCommand = "SITREP_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) == "1" {
		main()
	}
	if kind := os.Getenv(asNewsroom); kind != "" {
		serveNewsroom(kind)
	}
	testscript.Main(m, map[string]func(){"sitrep": main})
}

// TestScripts runs the sessions in testdata/script.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "cmpjson": cmpJSON, "newsroom": newsroom,
		},
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
	})
}

// exits CODE COMMAND...: the command ends with this code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	code := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	}
	if code != want {
		ts.Fatalf("%s exited with %d, want %d", strings.Join(args[1:], " "), code, want)
	}
}

// cmpjson FILE KEY WANT: the id and KEY of each line of FILE are those of WANT.
func cmpJSON(ts *testscript.TestScript, _ bool, args []string) {
	pick := func(file string) (lines []string) {
		for text := range strings.Lines(ts.ReadFile(file)) {
			var all map[string]any
			ts.Check(json.Unmarshal([]byte(text), &all))
			lines = append(lines, fmt.Sprint(all["id"], " ", args[1], "=", all[args[1]]))
		}
		return lines
	}
	got, want := pick(args[0]), pick(args[2])
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		ts.Fatalf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// newsroom [FILE]: opens the invented newsroom and sets $NEWSROOM to its
// address. FILE becomes a configuration that reads it.
func newsroom(ts *testscript.TestScript, _ bool, args []string) {
	n := feedtest.New(feedtest.Options{Seed: 7})
	base, err := n.Open("127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { _ = n.Close() })
	ts.Setenv("NEWSROOM", base)
	for _, file := range args {
		text := "allow_private: [127.0.0.0/8]\nlanguages: [all]\nfeed: {limit: 5000}\ncontact: me@example.org\nsources:\n  only:\n"
		for _, s := range n.Sources(base) {
			text += fmt.Sprintf("    - id: %s\n      title: %q\n      url: %q\n      language: %q\n      publisher: %q\n", s.ID, s.Title, s.URL, s.Language, s.Publisher)
		}
		ts.Check(os.WriteFile(ts.MkAbs(file), []byte(text), 0o600))
	}
}

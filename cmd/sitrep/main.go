// Sitrep polls news feeds, keeps coverage of armed conflict, folds the copies of
// one report into one story, and republishes the stories as one feed.
//
// This package is the command line and the wiring: one file a sub-command, and
// house.go, which puts the rooms together.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"
)

// gcPercent is how far the heap may grow between two collections. Reading feeds
// makes much garbage beside few things that stay; at 50 the first poll of a
// thousand feeds peaks a quarter lower than at Go's own 100, for a tenth more
// work. GOGC in the environment decides otherwise.
const gcPercent = 50

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr})
	stop()
	os.Exit(code)
}

// streams are what a command reads and writes.
type streams struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

// Exit codes.
const (
	succeeded = 0
	failed    = 1
	misused   = 2
)

// run runs one command line and returns its exit code: 0, 1 if it failed, 2 if
// the command line itself cannot be understood.
func run(ctx context.Context, args []string, io streams) (code int) {
	type exit int // how kong ends --help
	defer func() {
		if r := recover(); r != nil {
			early, ok := r.(exit)
			if !ok {
				panic(r)
			}
			code = int(early)
		}
	}()
	var c cli
	parser, err := kong.New(&c,
		kong.Name("sitrep"),
		kong.Description(description),
		kong.DefaultEnvars("SITREP"),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Writers(io.out, io.err),
		kong.Exit(func(code int) { panic(exit(code)) }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(io),
	)
	if err != nil {
		fmt.Fprintln(io.err, "sitrep:", err)
		return failed
	}
	command, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(io.err, "sitrep: %v; see sitrep --help\n", err)
		return misused
	}
	if err := command.Run(); err != nil {
		if !errors.Is(err, errSaid) {
			fmt.Fprintf(io.err, "sitrep: %v\n", err)
		}
		return failed
	}
	return succeeded
}

// errSaid fails a command that has already told why.
var errSaid = errors.New("failed")

package main

import (
	"fmt"
	"runtime/debug"
)

// version is set when a release is built: -ldflags "-X main.version=1.2.3".
var version string

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(io streams) error {
	_, err := fmt.Fprintln(io.out, "sitrep", release())
	return err
}

// release is the version of this build; a build from a checkout tells its revision.
func release() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return "0-" + s.Value[:min(12, len(s.Value))]
		}
	}
	return "0-dev"
}

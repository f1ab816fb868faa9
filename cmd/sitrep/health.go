package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"sitrep/config"
)

type healthCommand struct {
	configured
	Listen string `help:"Address on which the daemon listens. Default: 127.0.0.1:8080, or what the file says." placeholder:"HOST:PORT"`
}

// Run asks the daemon's /readyz and fails unless it says that all is well.
func (c healthCommand) Run(ctx context.Context, io streams) error {
	cfg, err := c.load(func(cfg *config.Config) { override(cfg, c.Listen, "") })
	if err != nil {
		return err
	}
	answer, err := ask(ctx, cfg.Listen, "/readyz")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(io.out, strings.TrimSpace(string(answer)))
	return err
}

// errNotFound is the daemon's answer 404.
var errNotFound = errors.New("not found")

// ask gets a page from the daemon that listens on this machine.
func ask(ctx context.Context, listen, path string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 4*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+dialable(listen)+path, nil)
	if err != nil {
		return nil, err
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}} // without the environment's proxy
	response, err := client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("no daemon answers on %s: %w", listen, err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if response.StatusCode == http.StatusNotFound {
		return nil, errNotFound
	}
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("the daemon on %s says %s: %s", listen, response.Status, oneLine(string(body)))
	}
	return body, err
}

// dialable turns "every address of this machine" into one that can be dialled.
func dialable(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen
	}
	switch ip := net.ParseIP(host); {
	case host == "":
		host = "127.0.0.1"
	case ip != nil && ip.IsUnspecified() && ip.To4() == nil:
		host = "::1"
	case ip != nil && ip.IsUnspecified():
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}

// askJSON is ask for an answer that is JSON.
func askJSON(ctx context.Context, listen, path string, answer any) error {
	body, err := ask(ctx, listen, path)
	if err != nil {
		return err
	}
	return json.Unmarshal(body, answer)
}

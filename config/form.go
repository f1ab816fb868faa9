package config

import (
	"errors"
	"net"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// These are the forms that several keys share. Each check gives what is wrong
// with a value and what to write instead, or two empty texts.

func optional(s string, check func(string) (string, string)) (text, remedy string) {
	if s == "" {
		return "", ""
	}
	return check(s)
}

const idLetters = "abcdefghijklmnopqrstuvwxyz0123456789"

// checkID wants what can stand in an address and a file name.
func checkID(id string) (text, remedy string) {
	const remedySlug = "write lower-case letters, digits and dashes, as in bbc-africa"
	switch {
	case id == "":
		return "has no id", remedySlug
	case len(id) > 64:
		return "the id is longer than 64 characters", "write a shorter one"
	case strings.Trim(id, idLetters+"-_.") != "" || !strings.ContainsRune(idLetters, rune(id[0])):
		return "the id has other characters than lower-case letters, digits and dashes", slugRemedy(id)
	}
	return "", ""
}

// slugRemedy proposes the id that comes nearest.
func slugRemedy(id string) string {
	slug := strings.Trim(strings.Map(func(c rune) rune {
		if c = unicode.ToLower(c); strings.ContainsRune(idLetters+"_.", c) {
			return c
		}
		return '-'
	}, id), "-_.")
	if slug == "" {
		return "write it as in bbc-africa"
	}
	return "write " + slug
}

// checkLine wants a text of one line that is neither empty nor endless. what
// names it; empty if the message does so otherwise.
func checkLine(what, s string) (text, remedy string) {
	if what != "" {
		what += " "
	}
	switch {
	case s == "":
		return what + "is empty", "write something, or leave the key out"
	case utf8.RuneCountInString(s) > 2000:
		return what + "is longer than 2000 characters", "write less"
	case strings.ContainsFunc(s, isControl):
		return what + "has a line break or control character", "write it on one line"
	}
	return "", ""
}

func isControl(c rune) bool { return unicode.IsControl(c) && c != '\t' }

// checkAddress wants an absolute http or https address. It does not show what
// could be a password.
func checkAddress(key, raw string) (text, remedy string) {
	const form = "write an address as in https://example.org/feed.xml"
	if key != "" {
		key += " "
	}
	if raw == "" {
		return "has no " + strings.TrimSpace(key), form
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil || strings.ContainsFunc(raw, unicode.IsSpace):
		return key + "is no address", form + ", with special characters percent-encoded"
	case u.User != nil:
		return key + "holds a user or password", "put it into headers: {Authorization: \"Basic ${NAME}\"} with an environment variable"
	case u.Scheme == "":
		return key + "has no scheme: " + quote(raw), "write https:// before it"
	case u.Scheme != "http" && u.Scheme != "https":
		return key + "has the scheme " + quote(u.Scheme), "only http and https are fetched"
	case u.Hostname() == "":
		return key + "names no host: " + quote(raw), form
	}
	if port := u.Port(); port != "" || strings.HasSuffix(u.Host, ":") {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return key + "has no valid port: " + quote(raw), "write a port from 1 to 65535"
		}
	}
	return "", ""
}

func checkListen(listen string) (text, remedy string) {
	if _, _, err := splitListen(listen); err != nil {
		return quote(listen) + " is no address to listen on", "write it as in 127.0.0.1:8080, or :8080 for all interfaces"
	}
	return "", ""
}

var errListen = errors.New("not host:port")

func splitListen(listen string) (host string, port int, err error) {
	host, text, err := net.SplitHostPort(listen)
	if err != nil {
		return "", 0, err
	}
	n, err := strconv.ParseUint(text, 10, 16)
	if err != nil || strings.ContainsFunc(host, unicode.IsSpace) || strings.Contains(host, "/") {
		return "", 0, errListen
	}
	return host, int(n), nil
}

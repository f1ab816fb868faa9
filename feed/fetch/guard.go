package fetch

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"syscall"

	"code.dny.dev/ssrf"
)

// guard decides about every address before a packet is sent to it. It sits in
// the dialer, so that it judges what a name resolved to and not the name, at
// each hop of each request.
type guard struct {
	public  *ssrf.Guardian
	private []netip.Prefix // opened by the operator
}

func newGuard(private []netip.Prefix) *guard {
	return &guard{public: ssrf.New(), private: slices.Clone(private)}
}

// control is a net.Dialer.Control.
func (g *guard) control(network, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || network != "tcp4" && network != "tcp6" {
		return &guardError{text: fmt.Sprintf("%s address %q is not one to dial", network, address)}
	}
	return g.judge(to)
}

// judge permits any port of the opened networks, and ports 80 and 443 of
// public addresses. An address that carries an IPv4 address inside is opened
// only if the inner one may be reached too: a translator would pass it on.
func (g *guard) judge(to netip.AddrPort) error {
	addr := to.Addr().WithZone("").Unmap()
	if g.opened(addr) {
		inner, ok := embedded(addr)
		if !ok {
			return nil
		}
		addr = inner
		if g.opened(addr) {
			return nil
		}
	}
	err := g.public.SafeAddrPort(netip.AddrPortFrom(addr, to.Port()))
	if err == nil {
		return nil
	}
	return &guardError{text: refusal(to, err), cause: err}
}

func (g *guard) opened(addr netip.Addr) bool {
	return slices.ContainsFunc(g.private, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// carriers are the networks whose addresses hold an IPv4 address, and where:
// NAT64 (RFC 6052), its local-use twin (RFC 8215, in its /96 form) and 6to4
// (RFC 3056).
var carriers = []struct {
	prefix netip.Prefix
	at     int
}{
	{netip.MustParsePrefix("64:ff9b::/96"), 12},
	{netip.MustParsePrefix("64:ff9b:1::/48"), 12},
	{netip.MustParsePrefix("2002::/16"), 2},
}

func embedded(addr netip.Addr) (netip.Addr, bool) {
	for _, c := range carriers {
		if c.prefix.Contains(addr) {
			b := addr.As16()
			return netip.AddrFrom4([4]byte(b[c.at : c.at+4])), true
		}
	}
	return netip.Addr{}, false
}

// guardError is the refusal of an address.
type guardError struct {
	text  string
	cause error
}

func (e *guardError) Error() string { return e.text }
func (e *guardError) Unwrap() error { return e.cause }

func refusal(to netip.AddrPort, err error) string {
	if errors.Is(err, ssrf.ErrProhibitedPort) {
		return fmt.Sprintf("port %d is not reached: only 80 and 443 are, except in the networks listed under allow_private", to.Port())
	}
	return fmt.Sprintf("%s is not a public address; if you trust it, list its network under allow_private", to.Addr())
}

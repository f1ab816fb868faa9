package fetch_test

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"sitrep/feed"
	"sitrep/feed/fetch"
)

func prefixes(list ...string) []netip.Prefix {
	var out []netip.Prefix
	for _, p := range list {
		out = append(out, netip.MustParsePrefix(p))
	}
	return out
}

func TestA01AddressesThatAreNotPublic(t *testing.T) {
	refused := []string{
		"127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
		"224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1",
		"::", "::1", "::7f00:1", "fe80::1", "fc00::1", "ff02::1", "fd00:ec2::254", "2001:db8::1",
		"::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::5db8:d70e", "64:ff9b:1::7f00:1",
		"2002:7f00:1::1", "2002:5db8:d70e::1", "2001::1",
	}
	for _, addr := range refused {
		err := fetch.Judge(nil, netip.AddrPortFrom(netip.MustParseAddr(addr), 80))
		if err == nil || !strings.Contains(err.Error(), "allow_private") {
			t.Errorf("%s: %v, want a refusal that names allow_private", addr, err)
		}
	}
	for _, addr := range []string{"93.184.215.14", "::ffff:93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"} {
		for port, ok := range map[uint16]bool{80: true, 443: true, 22: false, 8080: false} {
			err := fetch.Judge(loopback, netip.AddrPortFrom(netip.MustParseAddr(addr), port))
			if (err == nil) != ok {
				t.Errorf("%s port %d: %v", addr, port, err)
			}
		}
	}
}

func TestA10AllowPrivate(t *testing.T) {
	cases := []struct {
		allow []string
		to    string
		ok    bool
	}{
		{[]string{"127.0.0.0/8"}, "127.0.0.1:9000", true},
		{[]string{"127.0.0.0/8"}, "[::ffff:127.0.0.1]:9000", true},
		{[]string{"127.0.0.0/8"}, "[::1]:9000", false},
		{[]string{"127.0.0.0/8"}, "10.0.0.1:80", false},
		{[]string{"10.0.0.0/8", "fd00::/8"}, "[fd00::7]:8080", true},
		{[]string{"fe80::/10"}, "[fe80::1%eth0]:8080", true},
		// A translator's prefix opens what may be reached behind it, no more.
		{[]string{"64:ff9b::/96"}, "[64:ff9b::5db8:d70e]:80", true},
		{[]string{"64:ff9b::/96"}, "[64:ff9b::5db8:d70e]:8080", false},
		{[]string{"64:ff9b::/96"}, "[64:ff9b::7f00:1]:80", false},
		{[]string{"64:ff9b::/96"}, "[64:ff9b::a9fe:a9fe]:80", false},
		{[]string{"64:ff9b::/96", "10.0.0.0/8"}, "[64:ff9b::a00:1]:8080", true},
		{[]string{"64:ff9b:1::/48"}, "[64:ff9b:1::c0a8:1]:80", false},
		{[]string{"2002::/16"}, "[2002:c0a8:1::1]:80", false},
		{[]string{"2002::/16"}, "[2002:5db8:d70e::1]:443", true},
	}
	for _, tc := range cases {
		err := fetch.Judge(prefixes(tc.allow...), netip.MustParseAddrPort(tc.to))
		if (err == nil) != tc.ok {
			t.Errorf("allow %v, to %s: %v, want ok %t", tc.allow, tc.to, err, tc.ok)
		}
	}
}

func TestA10LoopbackIsClosedByDefault(t *testing.T) {
	o := serve(t, with(200))
	c := newClient(t, fetch.Options{AllowPrivate: prefixes("10.0.0.0/8")})
	e := failure(t, c, feed.Source{URL: o.URL}, feed.Poll{})
	wantKind(t, e, fetch.KindGuard)
	if len(o.requests()) > 0 || e.Unconditional {
		t.Error("a request went out")
	}
}

func TestA01DisguisedHosts(t *testing.T) {
	c := newClient(t, fetch.Options{})
	for _, host := range []string{"2130706433", "0x7f000001", "0177.0.0.1", "127.1", "127.0.0.1.", "1.2.3.0x4"} {
		wantKind(t, failure(t, c, feed.Source{URL: "http://" + host + "/"}, feed.Poll{}), fetch.KindAddress)
	}
	for _, host := range []string{"127.0.0.1", "::1", "feeds.example", "1.example", "4chan.org", "0xa.com", "example.org."} {
		if fetch.Disguised(host) {
			t.Errorf("%s taken for a disguised address", host)
		}
	}
}

func TestA02PublicNameOfPrivateAddress(t *testing.T) {
	c := newClient(t, fetch.Options{AllowPrivate: prefixes("10.0.0.0/8")})
	c.SetResolver(resolver([4]byte{127, 0, 0, 1}))
	e := failure(t, c, feed.Source{URL: "http://news.example/"}, feed.Poll{})
	wantKind(t, e, fetch.KindGuard)
	if !strings.HasPrefix(e.Error(), "news.example: 127.0.0.1 is not a public address") {
		t.Errorf("message: %v", e)
	}
}

func TestA03RebindingName(t *testing.T) {
	// 127.0.0.2 is allowed and stands for the public address of the first look-up.
	l, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Skip("the system has no second loopback address:", err)
	}
	o := serve(t, with(200, "Connection", "close"))
	_ = o.Listener.Close()
	o.Config.Handler = o.record(with(200, "Connection", "close"))
	go func() { _ = o.Config.Serve(l) }()
	c := newClient(t, fetch.Options{AllowPrivate: prefixes("127.0.0.2/32")})
	c.SetResolver(resolver([4]byte{127, 0, 0, 2}, [4]byte{127, 0, 0, 1}))
	_, port, _ := net.SplitHostPort(l.Addr().String())
	src := feed.Source{URL: "http://rebind.example:" + port + "/"}
	visit(t, c, src, feed.Poll{})
	wantKind(t, failure(t, c, src, feed.Poll{}), fetch.KindGuard)
	if n := len(o.requests()); n != 1 {
		t.Errorf("%d requests, want 1", n)
	}
}

func TestDNSFailure(t *testing.T) {
	c := newClient(t, fetch.Options{})
	c.SetResolver(resolver())
	e := failure(t, c, feed.Source{URL: "http://nowhere.example/"}, feed.Poll{})
	wantKind(t, e, fetch.KindDNS)
	if e.Unconditional {
		t.Error("counted as a request")
	}
}

func TestA07ProxyEnvironmentIsIgnored(t *testing.T) {
	proxy := serve(t, with(200))
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"} {
		t.Setenv(name, proxy.URL)
	}
	c := newClient(t, fetch.Options{})
	c.SetResolver(resolver([4]byte{10, 0, 0, 1}))
	wantKind(t, failure(t, c, feed.Source{URL: "http://news.example/"}, feed.Poll{}), fetch.KindGuard)
	if len(proxy.requests()) > 0 {
		t.Error("the proxy was asked")
	}
}

// dialVia sends the guarded dials of one address to a server elsewhere.
func dialVia(c *fetch.Client, server, as string) {
	c.SetDial(func(ctx context.Context, network, addr string) (net.Conn, error) {
		if addr == as {
			return new(net.Dialer).DialContext(ctx, network, server)
		}
		return c.Dial(ctx, network, addr)
	})
}

// resolver answers each look-up of an IPv4 address with the next of a list, the
// last one again and again, and with "no such name" if the list is empty.
func resolver(list ...[4]byte) *net.Resolver {
	n := 0
	answer := func(m *dnsmessage.Message) {
		switch {
		case len(list) == 0:
			m.RCode = dnsmessage.RCodeNameError
		case m.Questions[0].Type == dnsmessage.TypeA:
			m.Answers = []dnsmessage.Resource{{
				Header: dnsmessage.ResourceHeader{Name: m.Questions[0].Name, Class: dnsmessage.ClassINET},
				Body:   &dnsmessage.AResource{A: list[min(n, len(list)-1)]},
			}}
			n++
		}
	}
	var mu sync.Mutex // the resolver asks for both families at once
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go func() {
			defer func() { _ = theirs.Close() }()
			mu.Lock()
			defer mu.Unlock()
			nameServer(theirs, answer)
		}()
		return ours, nil
	}}
}

// nameServer answers one question as over TCP: each message after its length.
func nameServer(conn net.Conn, answer func(*dnsmessage.Message)) {
	var size [2]byte
	if _, err := io.ReadFull(conn, size[:]); err != nil {
		return
	}
	query := make([]byte, binary.BigEndian.Uint16(size[:]))
	if _, err := io.ReadFull(conn, query); err != nil {
		return
	}
	var m dnsmessage.Message
	if m.Unpack(query) != nil {
		return
	}
	m.Response, m.Additionals = true, nil
	answer(&m)
	packed, err := m.AppendPack(size[:])
	if err != nil {
		return
	}
	binary.BigEndian.PutUint16(packed, uint16(len(packed)-2))
	_, _ = conn.Write(packed)
}

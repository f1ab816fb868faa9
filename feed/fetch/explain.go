package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"

	"github.com/klauspost/compress/zstd"
)

// broken makes the error of a request that got no answer.
func (t *trip) broken(err error) *Error {
	if e := t.ended(); e != nil {
		return e
	}
	var g *guardError
	if errors.As(err, &g) {
		return t.fail(KindGuard, g.text, err)
	}
	for _, f := range failures {
		if f.match(err) {
			return t.fail(f.kind, f.text, err)
		}
	}
	return t.fail(KindNetwork, "the request failed: "+clip(err.Error(), 200), err)
}

// unread makes the error of a body that could not be had. wire is what ended
// it on the way, if anything did; otherwise it came whole and err is about
// what came.
func (t *trip) unread(err, wire error) *Error {
	if e := t.ended(); e != nil {
		return e
	}
	switch {
	case wire != nil:
		return t.fail(KindTruncated, "the body broke off", wire)
	case errors.Is(err, errTooLarge), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		return t.fail(KindTooLarge, fmt.Sprintf("the body is larger than %d bytes", t.client.maxBytes), err)
	case errors.Is(err, zstd.ErrWindowSizeExceeded):
		return t.fail(KindTooLarge, fmt.Sprintf("the body's compression needs more than %d bytes of memory", maxWindow), err)
	case errors.Is(err, errBomb):
		return t.fail(KindTooLarge, fmt.Sprintf("the body unpacks to over %d times its size", ratioLimit), err)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return t.fail(KindTruncated, "the compressed body breaks off", err)
	}
	return t.fail(KindDecode, "the body's compression cannot be read: "+clip(err.Error(), 200), err)
}

// ended makes the error of a Get that was stopped, by the watch or by the
// caller; nil if it was not.
func (t *trip) ended() *Error {
	if t.ctx.Err() == nil {
		return nil
	}
	cause := context.Cause(t.ctx)
	switch {
	case errors.Is(cause, errSlow):
		return t.fail(KindSlow, fmt.Sprintf("the body arrives at less than %d bytes in %s", rateFloor, rateWindow), cause)
	case errors.Is(cause, errDeadline):
		return t.fail(KindTimeout, fmt.Sprintf("no complete answer within %s", t.client.timeout), cause)
	case errors.Is(cause, context.DeadlineExceeded):
		return t.fail(KindTimeout, "no complete answer in the time that was left", cause)
	}
	return t.fail(KindCanceled, "the request was canceled", cause)
}

// failures tell the errors of a request apart; the first that matches names it.
var failures = []struct {
	kind  string
	match func(error) bool
	text  string
}{
	{KindDNS, dnsTimeout, "the name server does not answer"},
	{KindDNS, is[*net.DNSError], "the host cannot be found; check the address"},
	{KindTLS, is[x509.UnknownAuthorityError], "its certificate is signed by nobody we trust"},
	{KindTLS, is[x509.HostnameError], "its certificate is for another host"},
	{KindTLS, expired, "its certificate has expired or is not valid yet"},
	{KindTLS, is[*tls.CertificateVerificationError], "its certificate cannot be verified"},
	{KindTLS, plainHTTP, "it speaks http, not https; check the address"},
	{KindTLS, is[tls.RecordHeaderError], "it does not speak TLS on this port; check the address"},
	{KindTLS, is[tls.AlertError], "it broke off the TLS handshake"},
	{KindTLS, says("TLS handshake timeout"), "no TLS handshake within " + connectTimeout.String()},
	{KindTLS, says("tls: "), "the TLS handshake failed"},
	{KindRefused, isErr(syscall.ECONNREFUSED), "nothing listens at this address and port"},
	{KindUnreachable, isErr(syscall.EHOSTUNREACH), "there is no way to the host"},
	{KindUnreachable, isErr(syscall.ENETUNREACH), "there is no way to the host's network"},
	{KindHeader, says("response headers exceeded"), tooLargeHeader},
	{KindHeader, says("header list larger"), tooLargeHeader},
	{KindHeader, says("malformed"), "the answer is not HTTP"},
	{KindHeader, says("net/http: invalid header"), "a configured header cannot be sent; check its name and value"},
	{KindTimeout, isErr(context.DeadlineExceeded), noAnswer},
	{KindTimeout, timedOut, noAnswer},
	{KindReset, isErr(syscall.ECONNRESET), "it broke off the connection"},
	{KindReset, isErr(syscall.EPIPE), "it broke off the connection"},
	{KindReset, isErr(io.EOF), "it closed the connection without an answer"},
	{KindReset, isErr(io.ErrUnexpectedEOF), "it closed the connection within its answer"},
}

var (
	tooLargeHeader = fmt.Sprintf("its headers are larger than %d bytes", maxHeaderBytes)
	noAnswer       = fmt.Sprintf("no connection or no answer within %s", headerTimeout)
)

func is[E error](err error) bool {
	var e E
	return errors.As(err, &e)
}

func isErr(target error) func(error) bool {
	return func(err error) bool { return errors.Is(err, target) }
}

// says recognises errors for which net/http exports neither type nor value.
func says(part string) func(error) bool {
	return func(err error) bool { return strings.Contains(err.Error(), part) }
}

func dnsTimeout(err error) bool {
	var d *net.DNSError
	return errors.As(err, &d) && d.IsTimeout
}

func expired(err error) bool {
	var c x509.CertificateInvalidError
	return errors.As(err, &c) && c.Reason == x509.Expired
}

func plainHTTP(err error) bool {
	var r tls.RecordHeaderError
	return errors.As(err, &r) && string(r.RecordHeader[:]) == "HTTP/"
}

func timedOut(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}

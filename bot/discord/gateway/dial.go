package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
)

// dial connects to a gateway without encryption, or for the library to encrypt what is sent.
func (s *session) dial(ctx context.Context, network, address string) (net.Conn, error) {
	var d net.Dialer
	c, err := d.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return s.wrapConn(c, s.Dialer.NetDialTLSContext != nil)
}

// dialTLS connects to a gateway as Discord's are.
func (s *session) dialTLS(ctx context.Context, network, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	d := tls.Dialer{Config: &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12, RootCAs: s.options.Roots}}
	c, err := d.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return s.wrapConn(c, true)
}

// wrapConn makes a connection the current attempt's, unless the attempt was abandoned.
func (s *session) wrapConn(c net.Conn, plain bool) (net.Conn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.abandoned {
		return nil, errors.Join(errOpenTimeout, c.Close())
	}
	s.conn = newConn(c, s.options.ReadTimeout)
	s.conn.plain, s.conn.resumes = plain, s.resumes
	go s.conn.watchHeartbeats(s.options.HeartbeatTimeout, s.lastAck)
	return s.conn, nil
}

package adapter

import "net/http"

// idleConnections is how many idle connections to one host are kept: in a busy minute every answer
// is a request of its own.
const idleConnections = 64

// NewTransport returns a copy of Go's default transport with enough idle connections for a busy
// minute.
func NewTransport() *http.Transport {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return &http.Transport{Proxy: http.ProxyFromEnvironment, MaxIdleConnsPerHost: idleConnections}
	}
	t = t.Clone()
	t.MaxIdleConnsPerHost = idleConnections
	return t
}

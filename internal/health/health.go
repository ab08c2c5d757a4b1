// Package health answers whether a running service is well, and asks one.
package health

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"quizbot/bot"
	"quizbot/quiz"
)

const (
	// checkTimeout bounds a health check and its answer.
	checkTimeout = 5 * time.Second
	// requestTimeout bounds the time for a request after its connection.
	requestTimeout = 2 * time.Second
)

// Server answers health checks.
type Server struct {
	listener net.Listener
	http     *http.Server
}

// Store is what the health of a service depends on.
type Store interface {
	quiz.Store
	// Probe writes something durably that changes nothing. It returns the reason if nothing can be
	// saved.
	Probe(ctx context.Context) error
}

// Notes returns what the operator should know although the service is well, a line each. It may be nil.
type Notes func(context.Context) ([]string, error)

// Listen listens on an address. /healthz answers 200 while the store can be read and written, with the
// notes, if there are any. /readyz answers 200 while every platform is connected and every check of ready succeeds, too. Any other answer gives the reason.
func Listen(ctx context.Context, address string, store Store, platforms []bot.Platform, log *slog.Logger, notes Notes, ready ...func() error) (*Server, error) {
	var listening net.ListenConfig
	listener, err := listening.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("telemetry.listen: %w: free the address, or set another", err)
	}
	checks := storeChecks{
		&probe{try: store.Probe, interval: probeInterval, timeout: probeTimeout},
		&probe{try: func(ctx context.Context) error { return readStore(ctx, store) }, timeout: probeTimeout},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) { checks.serve(w, r, notes) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		for _, p := range platforms {
			if c, able := p.(bot.Connector); able && !c.Connected() {
				http.Error(w, p.Name()+" is not connected", http.StatusServiceUnavailable)
				return
			}
		}
		for _, check := range ready {
			if err := check(); err != nil {
				http.Error(w, err.Error(), http.StatusServiceUnavailable)
				return
			}
		}
		checks.serve(w, r, nil)
	})
	const maxHeader = 8 << 10 // bytes
	server := &http.Server{
		Handler: mux, ReadHeaderTimeout: requestTimeout, ReadTimeout: requestTimeout, WriteTimeout: 2 * checkTimeout, IdleTimeout: requestTimeout,
		MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	server.SetKeepAlivesEnabled(false) // whoever asks comes once in some seconds
	return &Server{newLimitedListener(listener), server}, nil
}

// storeChecks are the checks of a store.
type storeChecks struct{ write, read *probe }

// serve answers 200 if the store can be read and written, with the notes.
func (c storeChecks) serve(w http.ResponseWriter, r *http.Request, notes Notes) {
	if err := c.read.result(r.Context()); err != nil {
		http.Error(w, "the store does not answer: "+err.Error(), http.StatusServiceUnavailable)
		return
	}
	if err := c.write.result(r.Context()); err != nil {
		http.Error(w, "nothing can be saved: "+err.Error(), http.StatusServiceUnavailable)
		return
	}
	_, _ = io.WriteString(w, okLine)
	if notes == nil {
		return
	}
	list, _ := notes(r.Context()) // the store was read just now
	for _, note := range list {
		_, _ = io.WriteString(w, note+"\n")
	}
}

// okLine begins the answer of a service that is well.
const okLine = "ok\n"

// readStore reads something of a store.
func readStore(ctx context.Context, store quiz.Store) error {
	return store.View(ctx, func(tx quiz.Tx) error {
		for _, err := range tx.Platforms() {
			return err // one read is enough
		}
		return nil
	})
}

// Address returns the address that the server listens on.
func (s *Server) Address() string { return s.listener.Addr().String() }

// Close gives the address free. Only a Server that was never run needs it.
func (s *Server) Close() error { return s.listener.Close() }

// Run answers until ctx ends.
func (s *Server) Run(ctx context.Context) error {
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), checkTimeout)
		defer cancel()
		stopped <- s.http.Shutdown(limited)
	}()
	if err := s.http.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}

// Check asks the service that listens on an address. It returns an error unless the service is
// well.
func Check(ctx context.Context, address string) error {
	_, err := Ask(ctx, address)
	return err
}

// Ask is Check, and returns the notes of a service that is well.
func Ask(ctx context.Context, address string) (notes string, err error) {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/healthz", nil)
	if err != nil {
		return "", err
	}
	direct := &http.Transport{} // no proxy stands between a machine and itself
	defer direct.CloseIdleConnections()
	response, err := (&http.Client{Transport: direct}).Do(request)
	if err != nil {
		return "", fmt.Errorf("%w: is quizbot serve running, with %s as its telemetry.listen?", err, address)
	}
	defer func() { _ = response.Body.Close() }()
	const maxText = 64 << 10 // bytes
	text, _ := io.ReadAll(io.LimitReader(response.Body, maxText))
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("the service answers %s: %s", response.Status, strings.TrimSpace(string(text)))
	}
	return strings.TrimPrefix(string(text), okLine), nil
}

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
	"time"

	"quizbot/bot"
	"quizbot/quiz"
)

// checkTimeout bounds a health check and its answer.
const checkTimeout = 5 * time.Second

// Server answers health checks.
type Server struct {
	listener net.Listener
	http     *http.Server
}

// Listen listens on an address. /healthz answers 200 while the store answers. /readyz answers 200
// while every platform is connected, too.
func Listen(ctx context.Context, address string, store quiz.Store, platforms []bot.Platform, log *slog.Logger) (*Server, error) {
	var listening net.ListenConfig
	listener, err := listening.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("telemetry.listen: %w: free the address, or set another", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", storeHandler(store))
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		for _, p := range platforms {
			if c, able := p.(bot.Connector); able && !c.Connected() {
				http.Error(w, p.Name()+" is not connected", http.StatusServiceUnavailable)
				return
			}
		}
		storeHandler(store)(w, r)
	})
	return &Server{listener, &http.Server{
		Handler: mux, ReadHeaderTimeout: checkTimeout, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}}, nil
}

// storeHandler answers 200 if the store answers.
func storeHandler(store quiz.Store) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), checkTimeout)
		defer cancel()
		err := store.View(ctx, func(tx quiz.Tx) error {
			for _, err := range tx.Platforms() {
				return err // one read is enough
			}
			return nil
		})
		if err != nil {
			http.Error(w, "the store does not answer", http.StatusServiceUnavailable)
			return
		}
		_, _ = io.WriteString(w, "ok\n")
	}
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
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/healthz", nil)
	if err != nil {
		return err
	}
	direct := &http.Transport{} // no proxy stands between a machine and itself
	defer direct.CloseIdleConnections()
	response, err := (&http.Client{Transport: direct}).Do(request)
	if err != nil {
		return fmt.Errorf("%w: is quizbot serve running, with %s as its telemetry.listen?", err, address)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the service answers %s: its log says more", response.Status)
	}
	return nil
}

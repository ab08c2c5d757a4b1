package main

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

// health answers whether the service is well.
type health struct {
	listener net.Listener
	server   *http.Server
}

// healthTime bounds a question about health and its answer.
const healthTime = 5 * time.Second

// listenHealth listens on an address. /healthz says 200 while the store answers, /readyz while every platform is
// connected, too.
func listenHealth(address string, kept quiz.Store, connected []bot.Platform, log *slog.Logger) (*health, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("telemetry.listen: %w: free the address, or set another", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", answerFor(kept))
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		for _, p := range connected {
			if c, able := p.(bot.Connector); able && !c.Connected() {
				http.Error(w, p.Name()+" is not connected", http.StatusServiceUnavailable)
				return
			}
		}
		answerFor(kept)(w, r)
	})
	return &health{listener, &http.Server{
		Handler: mux, ReadHeaderTimeout: healthTime, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}}, nil
}

// answerFor answers whether the store does.
func answerFor(kept quiz.Store) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), healthTime)
		defer cancel()
		err := kept.View(ctx, func(tx quiz.Tx) error {
			for range tx.Platforms() {
				break
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

func (h *health) address() string { return h.listener.Addr().String() }

// run answers until ctx ends.
func (h *health) run(ctx context.Context) error {
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), healthTime)
		defer cancel()
		stopped <- h.server.Shutdown(limited)
	}()
	if err := h.server.Serve(h.listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}

// healthcheckCmd asks a running service, for images that hold nothing else that could.
type healthcheckCmd struct {
	Listen string `help:"The address of the service's telemetry." default:"127.0.0.1:8080" env:"QUIZBOT_TELEMETRY_LISTEN"`
}

// Help is shown by healthcheck --help.
func (healthcheckCmd) Help() string {
	return "Example:\n  quizbot healthcheck --listen 127.0.0.1:8080"
}

func (c *healthcheckCmd) run(ctx context.Context, _ streams) error {
	ctx, cancel := context.WithTimeout(ctx, healthTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+c.Listen+"/healthz", nil)
	if err != nil {
		return err
	}
	direct := &http.Transport{} // no proxy stands between a machine and itself
	defer direct.CloseIdleConnections()
	response, err := (&http.Client{Transport: direct}).Do(request)
	if err != nil {
		return fmt.Errorf("%w: is quizbot serve running, with %s as its telemetry.listen?", err, c.Listen)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the service answers %s: its log says more", response.Status)
	}
	return nil
}

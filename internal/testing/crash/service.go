package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"time"

	"quizbot/internal/app"
	"quizbot/store"
)

// serveBot runs the real service on the loopback platform until ctx ends, or it dies.
func serveBot(ctx context.Context, dir, base string, d *death) (err error) {
	s, err := loadScenario(dir)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	kept, err := store.Open(storeFile(dir))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	a := &adapter{
		base: base, death: d,
		session: strconv.FormatInt(time.Now().UnixNano(), 36),
		http:    &http.Client{Timeout: clientTime, Transport: mortal{d, &http.Transport{MaxIdleConnsPerHost: 32}}},
	}
	service, err := app.New(app.Config{Store: mortalStore{kept, d}, Bank: newBank(), Clock: s.Clock, Log: log})
	if err != nil {
		return err
	}
	if err := service.AdoptRooms(ctx, s.plans()); err != nil {
		return err
	}
	service.Connect(a)
	if err := os.WriteFile(readyFile(dir), nil, 0o600); err != nil {
		return err
	}
	return service.Run(ctx)
}

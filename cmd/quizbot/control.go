package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"quizbot/store"
)

// control answers what other commands ask of a running service, through a socket beside its file, because nobody
// else can open that file meanwhile. Whoever may write the file may ask.
type control struct {
	listener net.Listener
	server   *http.Server
	path     string
}

// socketPath is where the service of a data file listens.
func socketPath(data string) string { return data + ".sock" }

// socketMode lets nobody else ask.
const socketMode = 0o600

// listenControl listens beside the data file, which this process has open: a socket that is there was left behind.
func listenControl(data string, kept *store.Bolt, log *slog.Logger) (*control, error) {
	path := socketPath(data)
	listener, err := listenPrivately(path)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /backup", func(w http.ResponseWriter, r *http.Request) { answerBackup(w, r, kept, log) })
	mux.HandleFunc("GET /export", func(w http.ResponseWriter, r *http.Request) { answerExport(w, r, kept, data, log) })
	return &control{listener, &http.Server{
		Handler: mux, ReadHeaderTimeout: healthTime, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}, path}, nil
}

// listenPrivately listens on a socket that takes its place when it answers and nobody else can ask it.
func listenPrivately(path string) (net.Listener, error) {
	unready := path + ".new"
	for _, left := range []string{path, unready} {
		if err := os.Remove(left); err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("remove what stands where the socket for backup and export belongs: %w", err)
		}
	}
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: unready, Net: "unix"})
	if err != nil {
		return nil, fmt.Errorf("listen for backup and export on %s: %w: name a data file in a folder that can hold sockets, with a path of at most 100 bytes", path, err)
	}
	if err := errors.Join(os.Chmod(unready, socketMode), os.Rename(unready, path)); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	listener.SetUnlinkOnClose(false) // it knows the name that the socket no longer has
	return listener, nil
}

// run answers until ctx ends, which also ends what is being answered.
func (c *control) run(ctx context.Context) error {
	c.server.BaseContext = func(net.Listener) context.Context { return ctx }
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		stopped <- errors.Join(c.server.Close(), os.Remove(c.path))
	}()
	if err := c.server.Serve(c.listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}

// answerBackup makes a backup where it is told to.
func answerBackup(w http.ResponseWriter, r *http.Request, kept *store.Bolt, log *slog.Logger) {
	path := r.FormValue("path")
	if !filepath.IsAbs(path) {
		http.Error(w, fmt.Sprintf("%q is no absolute path", path), http.StatusBadRequest)
		return
	}
	if err := mayWrite(path, r.FormValue("force") == "true"); err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	if err := kept.Backup(r.Context(), path); err != nil {
		log.Error("cannot make a backup", "path", path, "err", err)
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	log.Info("made a backup", "path", path)
}

// answerExport sends everything as lines of JSON. It is written to a file first, so that whoever reads slowly does
// not hold on to the store.
func answerExport(w http.ResponseWriter, r *http.Request, kept *store.Bolt, data string, log *slog.Logger) {
	spool, err := os.CreateTemp(filepath.Dir(data), ".quizbot-export-*")
	if err == nil {
		defer func() { _ = errors.Join(spool.Close(), os.Remove(spool.Name())) }()
		err = store.Export(r.Context(), kept, spool)
	}
	if err == nil {
		_, err = spool.Seek(0, io.SeekStart)
	}
	if err != nil {
		log.Error("cannot export", "err", err)
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if _, err := io.Copy(w, spool); err != nil {
		log.Warn("an export was not read to its end", "err", err)
	}
}

// errNoService says that no service runs on a file.
var errNoService = errors.New("no service runs on this file")

// ask sends a request to the service that runs on a data file. It fails with errNoService where there is none, and
// with the service's own words where it could not do what it was asked for.
func ask(ctx context.Context, data, method, path string, form url.Values, to io.Writer) error {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{Timeout: healthTime}).DialContext(ctx, "unix", socketPath(data))
	}
	transport := &http.Transport{DialContext: dial}
	defer transport.CloseIdleConnections()
	request, err := http.NewRequestWithContext(ctx, method, "http://service"+path+"?"+form.Encode(), nil)
	if err != nil {
		return err
	}
	response, err := (&http.Client{Transport: transport}).Do(request)
	switch {
	case errors.Is(err, os.ErrNotExist), errors.Is(err, syscall.ECONNREFUSED):
		return errNoService
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("%s belongs to another user: run this as the user of the service", socketPath(data))
	case err != nil:
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		const most = 4 << 10 // bytes of words
		said, _ := io.ReadAll(io.LimitReader(response.Body, most))
		return errors.New(string(said))
	}
	_, err = io.Copy(to, response.Body)
	return err
}

// keepBackups makes the scheduled backups until ctx ends. It looks at the clock every minute, so that a machine that
// slept makes the one that is due, and one that failed is made an hour later.
func keepBackups(ctx context.Context, kept *store.Bolt, set *settings, log *slog.Logger) error {
	if set.backupEvery == 0 {
		<-ctx.Done()
		return nil
	}
	const look, retry = time.Minute, time.Hour
	plan := store.Backups{Folder: set.Backup.Folder, Keep: set.Backup.Keep}
	var failed time.Time
	for {
		now := time.Now()
		newest, err := newestBackup(plan)
		if err == nil && now.Sub(newest) >= set.backupEvery && now.Sub(failed) >= retry {
			var path string
			if path, err = plan.Make(ctx, kept, now); err == nil {
				log.Info("made a backup", "path", path)
			}
		}
		if err != nil && ctx.Err() == nil && now.Sub(failed) >= retry {
			failed = now
			log.Error("cannot make the scheduled backup: it is tried again in an hour", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(look):
		}
	}
}

// newestBackup is the time of the newest backup; the folder is made where it is missing.
func newestBackup(plan store.Backups) (time.Time, error) {
	const mode = 0o700 // what members wrote is for nobody else
	if err := os.MkdirAll(plan.Folder, mode); err != nil {
		return time.Time{}, err
	}
	return plan.Newest()
}

// Package control lets other commands ask a running service, through a socket beside its database.
// Nobody else can open the database meanwhile. Whoever may write the database may ask.
package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"quizbot/internal/outfile"
	"quizbot/store/bolt"
	"quizbot/store/transfer"
)

// SocketMode lets only the user of the service ask.
const SocketMode = 0o600

// headerTimeout bounds the time for a connection, and for the header of a request.
const headerTimeout = 5 * time.Second

// SocketPath returns the path of the socket that belongs to a database file.
func SocketPath(data string) string { return bolt.SocketPath(data) }

// Server answers requests of other commands.
type Server struct {
	listener net.Listener
	http     *http.Server
	path     string
	socket   os.FileInfo // at path
}

// Regrader grades the answers without a grade in a room, or in all rooms for an empty one, and writes a
// report. Without apply it stores nothing.
type Regrader func(ctx context.Context, room string, apply bool, w io.Writer) error

// ClockAccepter corrects the records that are dated in the future, as this machine's clock is right,
// and lists them.
type ClockAccepter func(ctx context.Context) ([]string, error)

// Forgetter writes what is stored of a workspace, and with apply deletes it.
type Forgetter func(ctx context.Context, workspace string, apply bool, w io.Writer) error

// Commands are what the service does on request, beside copies of its database.
type Commands struct {
	Regrade     Regrader
	AcceptClock ClockAccepter
	Forget      Forgetter
}

// Listen listens beside the database file data, which this process has open. An existing socket was
// left behind by a process that died, and is replaced.
func Listen(data string, db *bolt.Store, commands Commands, log *slog.Logger) (*Server, error) {
	path := SocketPath(data)
	listener, err := listenPrivately(path)
	if err != nil {
		return nil, err
	}
	socket, err := os.Lstat(path)
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	removeSpools(filepath.Dir(data), log)
	return &Server{listener, &http.Server{
		Handler: newHandler(data, db, commands, log), ReadHeaderTimeout: headerTimeout, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}, path, socket}, nil
}

// newHandler returns the handler of all requests.
func newHandler(data string, db *bolt.Store, commands Commands, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /backup", func(w http.ResponseWriter, r *http.Request) { handleBackup(w, r, db, data, log) })
	mux.HandleFunc("GET /check", func(w http.ResponseWriter, r *http.Request) { handleCheck(w, r, db, log) })
	mux.HandleFunc("GET /export", func(w http.ResponseWriter, r *http.Request) { handleExport(w, r, db, data, log) })
	mux.HandleFunc("POST /regrade", func(w http.ResponseWriter, r *http.Request) { handleRegrade(w, r, commands.Regrade, log) })
	mux.HandleFunc("POST /accept-clock", func(w http.ResponseWriter, r *http.Request) { handleAcceptClock(w, r, commands.AcceptClock, log) })
	mux.HandleFunc("POST /forget", func(w http.ResponseWriter, r *http.Request) { handleForget(w, r, commands.Forget, log) })
	return mux
}

// listenPrivately listens on a socket for this user alone. The socket gets its path only when it
// answers with the right mode.
func listenPrivately(path string) (net.Listener, error) {
	unready := path + ".new"
	for _, left := range []string{path, unready} {
		if err := removeSocket(left); err != nil {
			return nil, err
		}
	}
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: unready, Net: "unix"})
	if err != nil {
		return nil, fmt.Errorf("listen for backup and export on %s: %w: name a data file in a folder that can hold sockets, with a path of at most 100 bytes", path, err)
	}
	if err := errors.Join(os.Chmod(unready, SocketMode), os.Rename(unready, path)); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	listener.SetUnlinkOnClose(false) // it knows the name that the socket no longer has
	return listener, nil
}

// removeSocket removes a socket that a process left. Another file stays, and is an error.
func removeSocket(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err == nil && info.Mode().Type() != os.ModeSocket:
		return fmt.Errorf("%s stands where the socket for backup and export belongs, and is no socket: move it away", path)
	case err == nil:
		err = os.Remove(path)
	}
	if err != nil {
		return fmt.Errorf("remove what stands where the socket for backup and export belongs: %w", err)
	}
	return nil
}

// removeOwnSocket removes the server's socket, unless another one has taken its path.
func (s *Server) removeOwnSocket() error {
	if at, err := os.Lstat(s.path); err == nil && os.SameFile(at, s.socket) {
		return os.Remove(s.path)
	}
	return nil
}

// Run answers until ctx ends. The end of ctx also ends requests that are being answered.
func (s *Server) Run(ctx context.Context) error {
	s.http.BaseContext = func(net.Listener) context.Context { return ctx }
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		stopped <- errors.Join(s.http.Close(), s.removeOwnSocket())
	}()
	if err := s.http.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}

// handleBackup writes a backup to the path of the request.
func handleBackup(w http.ResponseWriter, r *http.Request, db *bolt.Store, data string, log *slog.Logger) {
	path := r.FormValue("path")
	if !filepath.IsAbs(path) {
		http.Error(w, fmt.Sprintf("%q is no absolute path", path), http.StatusBadRequest)
		return
	}
	backup := db.BackupNew
	force := r.FormValue("force") == "true"
	if force {
		backup = db.Backup
	}
	if err := errors.Join(bolt.CheckNotReserved(data, path), outfile.CheckTarget(path, force)); err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	if err := backup(r.Context(), path); err != nil {
		log.Error("cannot make a backup", "path", path, "err", err)
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	log.Info("made a backup", "path", path)
}

// handleCheck checks the whole database, and sends the report as JSON.
func handleCheck(w http.ResponseWriter, r *http.Request, db *bolt.Store, log *slog.Logger) {
	report, err := db.CheckAll(r.Context())
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	for _, fault := range report.Faults {
		log.Error("the database is damaged", "fault", fault)
	}
	if err := json.NewEncoder(w).Encode(report); err != nil {
		log.Warn("the report of a check was not read to its end", "err", err)
	}
}

// removeSpools removes exports that a process which died was making.
func removeSpools(folder string, log *slog.Logger) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		log.Warn("cannot look for exports that were not finished", "err", err)
	}
	for _, e := range entries {
		if match, _ := filepath.Match(transfer.SpoolPattern, e.Name()); !match || !e.Type().IsRegular() && !e.IsDir() {
			continue
		}
		if err := os.RemoveAll(filepath.Join(folder, e.Name())); err != nil {
			log.Warn("cannot remove an export that was not finished", "err", err)
		}
	}
}

// handleExport sends the whole database as lines of JSON. The export is written to a file first, so
// that a slow reader does not hold on to the database.
func handleExport(w http.ResponseWriter, r *http.Request, db *bolt.Store, data string, log *slog.Logger) {
	spool, err := os.CreateTemp(filepath.Dir(data), transfer.SpoolPattern)
	if err == nil {
		removed := os.Remove(spool.Name()) // an open file needs no name, except on Windows
		defer func() {
			if _ = spool.Close(); removed != nil {
				_ = os.Remove(spool.Name())
			}
		}()
		err = exportAgain(r.Context(), db, spool)
	}
	if left, incomplete := errors.AsType[transfer.Incomplete](err); incomplete { // its last line tells the client
		log.Error("an export lacks records that cannot be read", "records", len(left))
		err = nil
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

// exportAgain exports to a file, from its beginning again if somebody was forgotten meanwhile.
func exportAgain(ctx context.Context, db *bolt.Store, spool *os.File) error {
	const tries = 3
	for n := 1; ; n++ {
		err := transfer.Export(ctx, db, spool)
		if n == tries || !errors.Is(err, bolt.ErrInterrupted) {
			return err
		}
		_, err = spool.Seek(0, io.SeekStart)
		if err := errors.Join(err, spool.Truncate(0)); err != nil {
			return err
		}
	}
}

// handleRegrade grades answers, and sends the report.
func handleRegrade(w http.ResponseWriter, r *http.Request, regrade Regrader, log *slog.Logger) {
	var report bytes.Buffer
	apply := r.FormValue("apply") == "true"
	if err := regrade(r.Context(), r.FormValue("room"), apply, &report); err != nil {
		log.Error("cannot grade answers again", "err", err)
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if apply {
		log.Info("graded answers without a grade")
	}
	if _, err := report.WriteTo(w); err != nil {
		log.Warn("a report was not read to its end", "err", err)
	}
}

// handleAcceptClock corrects records that are dated in the future, and sends their list as JSON.
func handleAcceptClock(w http.ResponseWriter, r *http.Request, accept ClockAccepter, log *slog.Logger) {
	list, err := accept(r.Context())
	if err != nil {
		log.Error("cannot correct the records that are dated in the future", "err", err)
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	for _, line := range list {
		log.Warn("corrected a record that is dated in the future: an operator accepted the clock", "record", line)
	}
	if err := json.NewEncoder(w).Encode(list); err != nil {
		log.Warn("a list of corrected records was not read to its end", "err", err)
	}
}

// handleForget deletes a workspace's data, or says what would be deleted.
func handleForget(w http.ResponseWriter, r *http.Request, forget Forgetter, log *slog.Logger) {
	var report bytes.Buffer
	workspace, apply := r.FormValue("workspace"), r.FormValue("apply") == "true"
	if err := forget(r.Context(), workspace, apply, &report); err != nil {
		if apply {
			log.Error("cannot delete the data of a workspace", "workspace", workspace, "err", err)
		}
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if apply {
		log.Warn("deleted the data of a workspace: an operator asked for it", "workspace", workspace)
	}
	if _, err := report.WriteTo(w); err != nil {
		log.Warn("a report was not read to its end", "err", err)
	}
}

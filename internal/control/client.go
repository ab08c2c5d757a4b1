package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"syscall"

	"quizbot/store/bolt"
	"quizbot/store/transfer"
)

// ErrNoService is returned when no service runs on a database.
var ErrNoService = errors.New("no service runs on this file")

// Backup has the service of a database write a backup to an absolute path. It returns
// [ErrNoService] if there is no service.
func Backup(ctx context.Context, data, path string, force bool) error {
	form := url.Values{"path": {path}, "force": {strconv.FormatBool(force)}}
	return send(ctx, data, http.MethodPost, "/backup", form, io.Discard)
}

// Export copies the export of a database from its service to w. It returns [ErrNoService] if there
// is no service, and a [transfer.Incomplete] if records are left out.
func Export(ctx context.Context, data string, w io.Writer) error {
	last := lastLine{w: w}
	if err := send(ctx, data, http.MethodGet, "/export", nil, &last); err != nil {
		return err
	}
	return transfer.LeftOut(last.line)
}

// lastLine is a writer that keeps the last line.
type lastLine struct {
	w    io.Writer
	line []byte
}

// Write writes b, and keeps what follows the last line break but one.
func (l *lastLine) Write(b []byte) (int, error) {
	l.line = append(l.line, b...)
	if i := bytes.LastIndexByte(bytes.TrimSuffix(l.line, []byte{'\n'}), '\n'); i >= 0 {
		l.line = append(l.line[:0], l.line[i+1:]...)
	}
	return l.w.Write(b)
}

// Check has the service of a database check its whole file. It returns [ErrNoService] if there is no
// service.
func Check(ctx context.Context, data string) (bolt.Report, error) {
	var report bolt.Report
	var answer bytes.Buffer
	if err := send(ctx, data, http.MethodGet, "/check", nil, &answer); err != nil {
		return report, err
	}
	return report, json.Unmarshal(answer.Bytes(), &report)
}

// Regrade has the service of a database grade the answers without a grade, and copies its report to w.
// It returns [ErrNoService] if there is no service.
func Regrade(ctx context.Context, data, room string, apply bool, w io.Writer) error {
	form := url.Values{"room": {room}, "apply": {strconv.FormatBool(apply)}}
	return send(ctx, data, http.MethodPost, "/regrade", form, w)
}

// Forget has the service of a database delete a workspace's data, or say without apply what would be
// deleted, and copies its report to w. It returns [ErrNoService] if there is no service.
func Forget(ctx context.Context, data, workspace string, apply bool, w io.Writer) error {
	form := url.Values{"workspace": {workspace}, "apply": {strconv.FormatBool(apply)}}
	return send(ctx, data, http.MethodPost, "/forget", form, w)
}

// AcceptClock has the service of a database correct the records that are dated in the future, and
// returns their list. It returns [ErrNoService] if there is no service.
func AcceptClock(ctx context.Context, data string) (list []string, err error) {
	var answer bytes.Buffer
	if err := send(ctx, data, http.MethodPost, "/accept-clock", nil, &answer); err != nil {
		return nil, err
	}
	return list, json.Unmarshal(answer.Bytes(), &list)
}

// send sends a request to the service of a database, and copies the response to w. A request that
// failed there returns the service's own words.
func send(ctx context.Context, data, method, path string, form url.Values, w io.Writer) error {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{Timeout: headerTimeout}).DialContext(ctx, "unix", SocketPath(data))
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
		return ErrNoService
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("%s belongs to another user: run this as the user of the service", SocketPath(data))
	case err != nil:
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		const maxMessage = 4 << 10 // bytes
		message, _ := io.ReadAll(io.LimitReader(response.Body, maxMessage))
		return errors.New(strings.TrimSpace(string(message)))
	}
	_, err = io.Copy(w, response.Body)
	return err
}

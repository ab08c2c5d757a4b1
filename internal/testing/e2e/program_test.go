//go:build linux

package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is the time that a change may take to show.
const patience = 20 * time.Second

// eventually waits for a condition, and fails the test with the last state if it never holds.
func eventually(t *testing.T, what string, so func() (seen string, ok bool)) {
	t.Helper()
	var seen string
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		var ok bool
		if seen, ok = so(); ok {
			return
		}
	}
	t.Fatalf("%s: not seen; what is seen is\n%s", what, seen)
}

// waitForTexts waits until texts appear in a state.
func waitForTexts(t *testing.T, what string, where func() string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		eventually(t, what+" sees "+strconv.Quote(text), func() (string, bool) {
			seen := where()
			return seen, strings.Contains(strings.Join(strings.Fields(seen), " "), text)
		})
	}
}

// requestJSON sends JSON to an address, or no body if sent is nil, and reads JSON from there.
func requestJSON(method, address string, sent, to any) error {
	var body io.Reader
	if sent != nil {
		text, err := json.Marshal(sent)
		if err != nil {
			return err
		}
		body = bytes.NewReader(text)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		return err
	}
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("%s %s: %s: %s", method, address, response.Status, text)
	}
	return json.Unmarshal(text, to)
}

// program is quizbot serve as a process.
type program struct {
	t      *testing.T
	config string
	cmd    *exec.Cmd
	out    *output
}

// output collects the output of a process.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// newProgram writes a configuration and its bank into a folder.
func newProgram(t *testing.T, config, bank string) *program {
	t.Helper()
	folder := t.TempDir()
	for name, text := range map[string]string{"config.yaml": config, "bank.md": bank} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return &program{t: t, config: filepath.Join(folder, "config.yaml")}
}

// start runs the service until its log says that it is connected.
func (p *program) start() {
	p.t.Helper()
	p.out = &output{}
	p.cmd = exec.CommandContext(context.Background(), os.Getenv("QUIZBOT_E2E_PROGRAM"), "serve", "--config", p.config)
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.out
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(p.stop)
	eventually(p.t, "the service is connected", func() (string, bool) {
		return p.out.String(), strings.Contains(p.out.String(), "connected to ")
	})
}

// stop ends the service as a supervisor does.
func (p *program) stop() {
	if p.cmd == nil {
		return
	}
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	if err := p.cmd.Wait(); err != nil {
		p.t.Errorf("the service ended with %v:\n%s", err, p.out)
	}
	if p.t.Failed() {
		p.t.Logf("the service's log:\n%s", p.out)
	}
	p.cmd = nil
}

// runCommand runs another command of the program.
func (p *program) runCommand(args ...string) (string, error) {
	p.t.Helper()
	text, err := exec.CommandContext(context.Background(), os.Getenv("QUIZBOT_E2E_PROGRAM"), append(args, "--config", p.config)...).CombinedOutput()
	return string(text), err
}

// freePort returns an unused port of this machine.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	address, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		t.Fatal("no TCP address")
	}
	return address.Port
}

// startEmulator starts an emulator that ends with the test.
func startEmulator(t *testing.T, name string, args ...string) *output {
	t.Helper()
	out := &output{}
	cmd := exec.CommandContext(context.Background(), name, args...)
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	in, err := cmd.StdinPipe() // which is open for as long as the test runs
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return out
}

// bankText is a bank of two questions.
const bankText = `## 1. What is a closure?

A function that was returned still prints ` + "`x`" + `.

` + "```python\ndef outer():\n    x = 1\n    return lambda: x\n```" + `

Answer: A function together with the **variables** around it.

Hint: Look at what ` + "`x`" + ` is afterwards.

## 2. What is a generator?

Answer: A function that yields values one after the other.
`

// zoneAtNoon returns a time zone with a local time between noon and one o'clock. Later times of a
// plan are then still to come today.
func zoneAtNoon() (name string, zone *time.Location) {
	offset := 12 - time.Now().UTC().Hour()
	name = fmt.Sprintf("Etc/GMT%+d", -offset) // whose signs are the other way round
	if offset == 0 {
		name = "Etc/GMT"
	}
	return name, time.FixedZone(name, offset*int(time.Hour/time.Second))
}

// serviceConfig returns a configuration with the part of a platform at its end.
func serviceConfig(t *testing.T, platform string) string {
	t.Helper()
	return fmt.Sprintf("telemetry: {listen: 127.0.0.1:%d}\nlog: {level: debug}\nbackup: {every: off}\nbanks: [{name: sample, path: bank.md}]\n"+
		"defaults: {days: [mon, tue, wed, thu, fri, sat, sun], ask: '20:00', reveal: '22:00', digest: '19:00'}\n%s", freePort(t), platform)
}

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/internal/daemon"
	"quizbot/internal/supervisor"
	"quizbot/internal/testing/silent"
	"quizbot/store/bolt"
)

// runSilentService is serve in a process of its own, on a platform on which nobody says anything.
func runSilentService() int {
	ctx, stop := catchSignals(true)
	defer stop()
	s := streams{os.Stdin, os.Stdout, os.Stderr}
	_, _ = fmt.Fprintln(s.stdout, "signals are caught")
	set, err := (&serveCmd{Config: os.Args[1]}).loadSettings()
	if err != nil {
		return printError(s, statusFailed, err)
	}
	set.RestoreIfLost = slices.Contains(os.Args[2:], "restore")
	return exitStatus(s, daemon.Run(ctx, &set, version(), []bot.Platform{silent.New()}, daemon.NewLogger(&set, s.stderr)))
}

// A process that is told to end does so in time and with status 0, gives its file free, and has
// logged no secret at any level.
func TestSignalsEndTheProcess(t *testing.T) {
	const token = "xoxb-very-secret"
	path := writeConfig(t, "log: {level: debug, format: json}\ntelemetry: {listen: 127.0.0.1:0}\nslack: {app_token: xapp-very-secret, bot_token: "+token+"}\nrooms: [{room: silent/w/c}, {room: slack/T1/C1}]")
	for _, signal := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		limited, cancel := context.WithTimeout(context.Background(), 2*supervisor.StopTimeout)
		defer cancel()
		service := exec.CommandContext(limited, "quizbot-silent", path)
		service.Env = append(os.Environ(), "QUIZBOT_DISCORD_TOKEN=MTIzNDU2Nzg5MDEyMzQ1Njc4.xxxxxx.very-secret")
		pipe, err := service.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := service.Start(); err != nil {
			t.Fatal(err)
		}
		var log strings.Builder
		var since time.Time
		for lines := bufio.NewScanner(pipe); lines.Scan(); {
			log.WriteString(lines.Text() + "\n")
			if strings.Contains(lines.Text(), `"msg":"serving"`) {
				since = time.Now()
				if err := service.Process.Signal(signal); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := service.Wait(); err != nil || since.IsZero() || time.Since(since) > supervisor.StopTimeout {
			t.Errorf("%v: the process ended with %v after %v:\n%s", signal, err, time.Since(since), log.String())
		}
		if said := log.String(); strings.Contains(said, "very-secret") || !strings.Contains(said, `"msg":"stopping"`) || !strings.Contains(said, `"room":"slack/T1/C1"`) {
			t.Errorf("%v: the log is\n%s", signal, said)
		}
	}
	kept, err := bolt.Open(filepath.Join(filepath.Dir(path), "quizbot.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(kept.Check(), kept.Close()); err != nil {
		t.Error(err)
	}
}

// A process that is told to end while it starts ends with status 0, and a hangup does not end it.
func TestSignalsDuringTheStart(t *testing.T) {
	path := writeConfig(t, "telemetry: {listen: 127.0.0.1:0}\nrooms: [{room: silent/w/c}]")
	for n := range 12 {
		service := exec.CommandContext(t.Context(), "quizbot-silent", path)
		var said strings.Builder
		service.Stderr = &said
		stdout, err := service.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := service.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := bufio.NewReader(stdout).ReadString('\n'); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(5*n) * time.Millisecond) // any moment of the start will do
		if n%2 == 0 {
			if err := service.Process.Signal(syscall.SIGHUP); err != nil {
				t.Fatal(err)
			}
			time.Sleep(5 * time.Millisecond)
		}
		if err := service.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if err := service.Wait(); err != nil {
			t.Errorf("%d ms after signals are caught: %v\n%s", 5*n, err, said.String())
		}
	}
}

// A service whose file is deleted says so and ends with 1, or writes it back.
func TestDatabaseDeletedMeanwhile(t *testing.T) {
	for _, onLoss := range []string{"exit", "restore"} {
		t.Run(onLoss, func(t *testing.T) {
			t.Parallel()
			path := writeConfig(t, "telemetry: {listen: 127.0.0.1:0}\nrooms: [{room: silent/w/c}]")
			data := filepath.Join(filepath.Dir(path), "quizbot.db")
			limited, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			service := exec.CommandContext(limited, "quizbot-silent", path, onLoss)
			pipe, err := service.StderrPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := service.Start(); err != nil {
				t.Fatal(err)
			}
			var log strings.Builder
			for lines := bufio.NewScanner(pipe); lines.Scan(); {
				log.WriteString(lines.Text() + "\n")
				switch {
				case strings.Contains(lines.Text(), "msg=serving"):
					if err := os.Remove(data); err != nil {
						t.Fatal(err)
					}
				case strings.Contains(lines.Text(), "written back"):
					if err := service.Process.Signal(syscall.SIGTERM); err != nil {
						t.Fatal(err)
					}
				}
			}
			_ = service.Wait()
			status, said := service.ProcessState.ExitCode(), log.String()
			_, missing := os.Stat(data)
			switch {
			case onLoss == "exit" && (status != statusFailed || missing == nil || !strings.Contains(said, "is kept as "+data+".lost-")):
				t.Errorf("status %d, %v:\n%s", status, missing, said)
			case onLoss == "exit":
				checkLostIsSaid(t, data)
			case onLoss == "restore" && (status != statusOK || missing != nil):
				t.Errorf("status %d, %v:\n%s", status, missing, said)
			}
		})
	}
}

// checkLostIsSaid checks that the next start says what is kept of a lost database.
func checkLostIsSaid(t *testing.T, data string) {
	t.Helper()
	lost, err := bolt.LostFiles(data)
	if err != nil || len(lost) != 1 {
		t.Fatalf("kept are %v, %v", lost, err)
	}
	limited, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	service := exec.CommandContext(limited, "quizbot-silent", filepath.Join(filepath.Dir(data), "config.yaml"))
	pipe, err := service.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := service.Start(); err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	for lines := bufio.NewScanner(pipe); lines.Scan(); {
		log.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), "msg=serving") {
			if err := service.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := service.Wait(); err != nil || !strings.Contains(log.String(), lost[0]) {
		t.Errorf("%v, and the log does not name %s:\n%s", err, lost[0], log.String())
	}
}

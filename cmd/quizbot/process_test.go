package main

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
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
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s := streams{os.Stdin, os.Stdout, os.Stderr}
	set, err := (&serveCmd{Config: os.Args[1]}).loadSettings()
	if err != nil {
		return printError(s, statusFailed, err)
	}
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

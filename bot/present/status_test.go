package present

import (
	"strings"
	"testing"
	"time"

	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/jobs"
	"quizbot/quiz/reason"
	"quizbot/quiz/service"
)

// What became of a refused bank is said with its name and its numbers, in each language.
func TestRefusedBank(t *testing.T) {
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"en", "zh-CN"} {
		p := Presenter{catalogue.In(language, "UTC")}
		for code, want := range map[reason.BankCode][]string{
			reason.BankUnreadable: {"own", "no such file"}, reason.BankEmpty: {"own", "11"}, reason.BankMistakes: {"own", "11", "22", "no such file"},
			reason.BankShrunk: {"own", "11", "22"}, reason.BankAnswers: {"own", "11", "22"},
		} {
			said := p.refusedBank(&quiz.RefusedBank{Bank: "own", BankReason: reason.New(code, "was", "11", "now", "22", "detail", "no such file")}).Line.Plain()
			for _, w := range want {
				if !strings.Contains(said, w) || strings.Contains(said, "no value") {
					t.Errorf("%s, %s: got %q, want %q in it", language, code, said, w)
				}
			}
		}
	}
}

// An obstacle of several jobs is told once, the last time, with its remedy. Another obstacle is
// told, too.
func TestTroublesTellAnObstacleOnce(t *testing.T) {
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	p := Presenter{catalogue.In("en", "UTC")}
	at := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	invite, archived := &reason.Obstacle{Code: reason.NotInvited}, &reason.Obstacle{Code: reason.ChannelArchived}
	var said []string
	for _, part := range p.troubleParts([]quiz.Trouble{
		{At: at, Job: quiz.JobAsk, TroubleReason: reason.New(reason.TroubleFailed), Obstacle: invite},
		{At: at.Add(time.Hour), Job: quiz.JobAsk, TroubleReason: reason.New(reason.TroubleMissed, "detail", "2026-11-23")},
		{At: at.Add(2 * time.Hour), Job: quiz.JobReveal, TroubleReason: reason.New(reason.TroubleBlocked), Obstacle: archived},
		{At: at.Add(3 * time.Hour), Job: quiz.JobDigest, TroubleReason: reason.New(reason.TroubleFailed), Obstacle: invite},
	})[1:] {
		said = append(said, part.(card.Text).Line.Plain())
	}
	want := []string{"12:30 · I'm not in this channel yet", "11:30 · This channel is archived", "10:30 · the question of 2026-11-23 was missed"}
	if len(said) != len(want) {
		t.Fatalf("got %q", said)
	}
	for i := range want {
		if !strings.Contains(said[i], want[i]) {
			t.Errorf("got %q, want %q", said[i], want[i])
		}
	}
}

// Admins read that the database is damaged, in each language.
func TestStatusOfADamagedDatabase(t *testing.T) {
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	for language, want := range map[string]string{"en": "The database is damaged", "zh-CN": "数据库文件已损坏"} {
		p := Presenter{catalogue.In(language, "UTC")}
		for _, damaged := range []bool{false, true} {
			said := ""
			for _, part := range p.StatusCard(&service.Status{Room: quiz.Room{ID: "a/b/c"}, DatabaseDamaged: damaged}, nil, false).Parts {
				if text, ok := part.(card.Text); ok {
					said += text.Line.Plain() + "\n"
				}
			}
			if strings.Contains(said, want) != damaged {
				t.Errorf("%s, damaged %v: got %q", language, damaged, said)
			}
		}
	}
}

// A parked channel's status tells admins how it goes on: by another attempt, unless a record is damaged.
func TestStatusOfAParkedRoom(t *testing.T) {
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	for language, want := range map[string]string{"en": "repaired and I'm restarted", "zh-CN": "等数据修好"} {
		p := Presenter{catalogue.In(language, "UTC")}
		for _, damaged := range []bool{false, true} {
			said := ""
			for _, part := range p.containedParts(&service.Status{Contained: &jobs.Contained{Parked: true, Unreadable: damaged}}) {
				said += part.(card.Text).Line.Plain() + "\n"
			}
			if strings.Contains(said, want) != damaged || strings.Contains(said, "/quiz-admin resume") == damaged {
				t.Errorf("%s, damaged %v: got %q", language, damaged, said)
			}
		}
	}
}

package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"quizbot/bot/markdown"
	"quizbot/bot/present"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// Announce implements [runner.Announcer]. It posts questions and digests in the channel, and
// reveals in the thread under their question. References together with an error are passed on as
// the platform returns them.
func (c *Conversation) Announce(ctx context.Context, a quiz.Announcement) ([]quiz.MessageRef, error) {
	platform, err := c.platformOf(a.Room)
	if err != nil {
		return nil, err
	}
	p := c.announcementPresenter(a.Language, a.TimeZone)
	posting := Posting{Key: a.Key, Room: a.Room, FirstAttempt: a.Begun, Expired: a.Overdue}
	switch {
	case a.Question != nil:
		posting.Card = p.QuestionCard(a.Question, 0)
	case a.Reveal != nil:
		return c.announceReveal(ctx, platform, p, posting, &a)
	case a.Digest != nil:
		posting.Card = p.DigestCard(a.Digest)
	default:
		return nil, fmt.Errorf("announcement %s has nothing to say", a.Key)
	}
	return platform.Post(ctx, posting)
}

func (c *Conversation) announcementPresenter(language, zone string) present.Presenter {
	return present.Presenter{Printer: c.catalogue.In(language, zone)}
}

// announceReveal posts a reveal under its question, and a notice in the channel. If the notice
// alone fails, it waits for the end of an obstacle. After other errors it is retried a few times.
// With refused content it is dropped.
func (c *Conversation) announceReveal(ctx context.Context, platform Platform, p present.Presenter, posting Posting, a *quiz.Announcement) ([]quiz.MessageRef, error) {
	round := a.Reveal.Round
	posting.Card, posting.Broadcast = p.RevealCard(a.Reveal), a.Broadcast
	if len(round.QuestionMessages) > 0 {
		posting.ReplyTo = &round.QuestionMessages[0]
	}
	c.redraws.questionChanged(round)
	refs, err := platform.Post(ctx, posting)
	if len(refs) == 0 {
		return nil, err
	}
	round.RevealMessages = refs
	if _, able := platform.(ReplyBroadcaster); !able && a.Broadcast && refs[0].Thread != "" {
		failed := c.postNotice(ctx, platform, p, a, &round)
		if failed != nil && !errors.Is(failed, quiz.ErrContentRefused) && (a.Tries < noticeRetries || reason.AsObstacle(failed) != nil) {
			return nil, failed
		}
		err = errors.Join(err, failed)
	}
	return refs, err
}

// noticeRetries is the number of retries of a reveal after its notice failed.
const noticeRetries = 2

// postNotice posts a line in the channel that leads to a reveal in a thread. It comes with its
// reveal or not at all.
func (c *Conversation) postNotice(ctx context.Context, platform Platform, p present.Presenter, a *quiz.Announcement, round *quiz.Round) error {
	_, err := platform.Post(ctx, Posting{
		Key: a.Key + "/notice", Room: a.Room, FirstAttempt: a.Begun, Expired: a.Overdue, Card: p.NoticeCard(round, a.Reveal.Answered),
	})
	switch {
	case err == nil || errors.Is(err, quiz.ErrTooLate):
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return fmt.Errorf("tell the channel that the answer is out: %w", err)
}

// OpensThreads implements [runner.ThreadOpener].
func (c *Conversation) OpensThreads(room quiz.RoomID) bool {
	_, able := c.platforms[room.Platform()].(ThreadOpener)
	return able
}

// OpenThread implements [runner.ThreadOpener] for platforms with a [ThreadOpener].
func (c *Conversation) OpenThread(ctx context.Context, r quiz.Round) error {
	platform, err := c.platformOf(r.Room)
	if err != nil {
		return err
	}
	opener, able := platform.(ThreadOpener)
	if !able || len(r.QuestionMessages) == 0 {
		return nil
	}
	return opener.OpenThread(ctx, r.Room, r.QuestionMessages[0], markdown.PlainInline(r.Question.Title))
}

// alarmTimeout bounds the direct message to one person.
const alarmTimeout = 5 * time.Second

// Alarm implements [runner.Alarmer] for platforms with direct messages.
func (c *Conversation) Alarm(ctx context.Context, a quiz.Alarm) error {
	platform, err := c.platformOf(a.Room)
	if err != nil {
		return err
	}
	messenger, ok := platform.(DirectMessenger)
	if !ok {
		return nil
	}
	alarm := c.announcementPresenter(a.Language, a.TimeZone).AlarmCard(a)
	var errs []error
	for _, to := range a.To {
		limited, cancel := context.WithTimeout(ctx, alarmTimeout)
		errs = append(errs, messenger.SendDirectMessage(limited, to, alarm))
		cancel()
	}
	return errors.Join(errs...)
}

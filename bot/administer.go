package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"quizbot/bot/action"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/input"
	"quizbot/quiz/reason"
	"quizbot/quiz/schedule"
	"quizbot/quiz/service"
)

// askNow asks a question at once: the next one, or the one that is named.
func (r request) askNow(ctx context.Context, args map[string]string) (Answer, error) {
	typed := args["question"]
	return r.ifUnobstructed(ctx, func() (Answer, error) {
		var id quiz.QuestionID
		if typed != "" {
			found, err := r.service.SearchQuestions(ctx, r.event.Room, typed)
			if err != nil {
				return nil, err
			}
			if len(found) > 1 {
				return Ephemeral{Card: r.QuestionListCard(typed, found, r.spec.SlashPath())}, nil
			}
			id = found[0].ID
		}
		retried, err := r.service.AskNow(ctx, r.event.At, r.event.Room, r.event.Who, id)
		if errors.Is(err, service.ErrAskedElsewhere) {
			return r.refuse("admin.asked_elsewhere", nil), nil
		}
		switch retried {
		case quiz.JobAsk:
			return r.replyUnless(err, "admin.asking_again", nil)
		case quiz.JobReveal:
			return r.replyUnless(err, "admin.revealing_again", nil)
		}
		return r.replyUnless(err, "admin.asking", nil)
	})
}

// askNext asks the next question at once.
func (r request) askNext(ctx context.Context, _ action.Action, _ []string) (Answer, error) {
	return r.askNow(ctx, nil)
}

// revealNow closes the open round at once.
func (r request) revealNow(ctx context.Context, _ map[string]string) (Answer, error) {
	return r.ifUnobstructed(ctx, func() (Answer, error) {
		retried, err := r.service.RevealNow(ctx, r.event.At, r.event.Room, r.event.Who)
		if retried {
			return r.replyUnless(err, "admin.revealing_again", nil)
		}
		return r.replyUnless(err, "admin.revealing", nil)
	})
}

// pauseQuiz pauses the room's questions, until a date if one is named.
func (r request) pauseQuiz(ctx context.Context, args map[string]string) (Answer, error) {
	until, err := r.parseDate(args["until"])
	if err != nil {
		return nil, err
	}
	if week := r.today().AddDays(7); until == r.today() {
		if next, err := schedule.ParseTypedDate(args["until"], r.today().AddDays(1)); err == nil && next == week {
			until = week // "Friday" on a Friday is the next one
		}
	}
	key := "admin.paused"
	if !until.IsZero() {
		key = "admin.paused_until"
	}
	err = r.service.PauseRoom(ctx, r.event.At, r.event.Room, r.event.Who, until)
	return r.replyWithUpcoming(ctx, key, words.Args{"Date": until}, err)
}

// resumeQuiz ends a pause and skips, and tells which of them there were.
func (r request) resumeQuiz(ctx context.Context, _ map[string]string) (Answer, error) {
	was, err := r.service.ResumeRoom(ctx, r.event.At, r.event.Room, r.event.Who)
	key := "admin.resumed"
	switch {
	case !was.Paused && len(was.Skipped) == 0:
		key = "admin.not_paused"
	case !was.Paused:
		key = "admin.unskipped_all"
	}
	return r.replyWithUpcoming(ctx, key, nil, err)
}

// skipQuestion skips the question of a date, or takes a skip back: undo 2026-12-24.
func (r request) skipQuestion(ctx context.Context, args map[string]string) (Answer, error) {
	text := strings.TrimSpace(args["date"])
	first, _, _ := strings.Cut(strings.Join(strings.Fields(text), " "), " ")
	undo := slices.Contains([]string{"undo", "撤销", "取消"}, input.Fold(first))
	if undo {
		text = strings.TrimPrefix(text, first)
	}
	date, err := r.parseDate(text)
	if undo && err == nil && date.IsZero() {
		date, err = r.onlySkippedDate(ctx)
	}
	switch {
	case err != nil:
		return nil, err
	case undo && date.IsZero():
		return r.missingParam("date"), nil
	case undo:
		err := r.service.UnskipDate(ctx, r.event.At, r.event.Room, r.event.Who, date)
		return r.replyWithUpcoming(ctx, "admin.unskipped", words.Args{"Date": date}, err)
	}
	skipped, err := r.service.SkipDate(ctx, r.event.At, r.event.Room, r.event.Who, date)
	return r.replyWithUpcoming(ctx, "admin.skipped", words.Args{"Date": skipped}, err)
}

// onlySkippedDate returns the only skipped date, the zero Date if there are several or none.
func (r request) onlySkippedDate(ctx context.Context) (schedule.Date, error) {
	status, err := r.service.RoomStatus(ctx, r.event.At, r.event.Room, r.event.Who)
	if err != nil || len(status.Room.Skip) != 1 {
		return schedule.Date{}, err
	}
	return status.Room.Skip[0], nil
}

// showPreview shows the next question with its answer.
func (r request) showPreview(ctx context.Context, _ map[string]string) (Answer, error) {
	q, secret, err := r.service.PreviewQuestion(ctx, r.event.Room, r.event.Who)
	if err != nil {
		return nil, err
	}
	st, err := r.service.RoomStatus(ctx, r.event.At, r.event.Room, r.event.Who)
	if err != nil {
		return nil, err
	}
	if q == nil {
		return r.replyCode(reason.NoQuestions), nil
	}
	return Ephemeral{Card: r.PreviewCard(q, secret, &st)}, nil
}

// passOver passes over a previewed question, and shows the next one in its place.
func (r request) passOver(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	q, err := r.service.QuestionOf(ctx, r.event.Room, a.Arg)
	if err != nil {
		return nil, err
	}
	if err := r.service.PassOverQuestion(ctx, r.event.At, r.event.Room, r.event.Who, q.ID); err != nil {
		return nil, err
	}
	answer, err := r.showPreview(ctx, nil)
	if shown, ok := answer.(Ephemeral); ok {
		return Update{Card: shown.Card}, err
	}
	return answer, err
}

// confirmRemove asks for confirmation before the quiz ends in the room.
func (r request) confirmRemove(context.Context, map[string]string) (Answer, error) {
	return Ephemeral{Card: r.RemoveCard()}, nil
}

// removeRoom ends the quiz in the room.
func (r request) removeRoom(ctx context.Context, _ action.Action, _ []string) (Answer, error) {
	return r.replyUnless(r.service.RemoveRoom(ctx, r.event.At, r.event.Room, r.event.Who), "remove.done", nil)
}

package main

import "slices"

// faults returns the faults that some test must notice, each one a promise that the program breaks.
func faults() []fault {
	return slices.Concat(answerFaults(), roundFaults(), failureFaults(), gradeFaults(), forgettingFaults(), fileFaults(), platformFaults())
}

// answerFaults break answers and votes of members.
func answerFaults() []fault {
	return []fault{
		{
			"an answer after the close counts", "quiz/round.go",
			"|| !at.Before(r.ClosesAt) {", "|| at.Before(r.OpenedAt) {", "./quiz ./quiz/service",
		},
		{
			"an answer sent earlier replaces a later one", "quiz/reply.go",
			"at, ok := stamp.Superseding(r.Sent)\n\tif !ok {\n\t\treturn false\n\t}\n\tr.Sent = at\n\tr.applyChange(at, func() {\n\t\tr.Form = text",
			"at, _ := stamp.Superseding(r.Sent)\n\tr.Sent = at\n\tr.applyChange(at, func() {\n\t\tr.Form = text", "./quiz ./quiz/service",
		},
		{
			"a deleted thread message still counts", "quiz/reply.go",
			"r.Messages[i].Gone, r.Messages[i].Text = true, \"\"", "r.Messages[i].Edited = at", "./quiz ./quiz/service",
		},
		{
			"a member votes for their own answer", "quiz/service/vote.go",
			"if voter.No == candidate {", "if voter.No == candidate && candidate == 0 {", "./quiz/service",
		},
		{
			"a vote counts after the digest", "quiz/service/vote.go",
			"(told || ", "(told && room == \"\" || ", "./quiz/service",
		},
		{
			"a round of another room is found by its id", "quiz/records/records.go",
			"|| err == nil && round.Room != room {", "{", "./quiz/service ./bot",
		},
		{
			"a member may flood everybody", "bot/conversation.go",
			"return !c.acts.Allow(string(e.Who.ID))", "return false && !c.acts.Allow(string(e.Who.ID))", "./bot",
		},
		{
			"messages that don't count pile up", "quiz/reply.go",
			"over := -maxUncounted", "over := -1000 * maxUncounted", "./quiz",
		},
		{
			"grades are shown before the grading is over", "quiz/round.go",
			"r.Phase == Closing && !r.GradedAt.IsZero()", "r.Phase == Closing", "./quiz/service ./quiz/jobs",
		},
		{
			"the name of an unnamed member is shown", "quiz/records/records.go",
			"return m.ShownName(), nil", "return m.Name, nil", "./quiz/service ./quiz/announce ./bot",
		},
		{
			"an admin's command needs no admin", "quiz/service/service.go",
			"if who.Admin || slices.Contains(c.admins, who.ID) {", "if who.Admin || !slices.Contains(c.admins, who.ID) {", "./quiz/service ./bot",
		},
	}
}

// roundFaults break when questions, reveals and digests come.
func roundFaults() []fault {
	return []fault{
		{
			"a paused room is asked", "quiz/agenda/agenda.go",
			"return !room.Pause.Holds(d) && (kind", "return (kind", "./quiz/agenda ./quiz/service",
		},
		{
			"a skipped date is asked", "quiz/agenda/agenda.go",
			"(kind != quiz.JobAsk || !slices.Contains(room.Skip, d))", "(kind != \"\" || !slices.Contains(room.Skip, d))", "./quiz/agenda ./quiz/service",
		},
		{
			"a day off is asked", "quiz/schedule/calendar.go",
			"!slices.Contains(c.times.DaysOff, d)", "!slices.Contains(c.times.DaysOff[:0], d)", "./quiz/schedule ./quiz/agenda",
		},
		{
			"a question is asked long after its time", "quiz/agenda/agenda.go",
			"if now.Before(c.tooLateAt(d)) {", "if d.Kind != \"\" {", "./quiz/agenda ./quiz/service",
		},
		{
			"a clock change moves a question by an hour", "quiz/schedule/calendar.go",
			"return t.UTC().Add(time.Duration(offset) * time.Second)", "return t.UTC().Add(time.Duration(offset/3600*3600) * time.Second)", "./quiz/schedule",
		},
		{
			"a time that comes twice is taken the second time", "quiz/schedule/calendar.go",
			"return firstOccurrence(t)", "return t", "./quiz/schedule",
		},
		{
			"a question by hand uses up the day's question", "quiz/jobs/begin.go",
			"if !byHand {\n\t\troom.MarkDone", "{\n\t\troom.MarkDone", "./quiz/service",
		},
		{
			"a question comes again before the others came", "quiz/picking/pick.go",
			"if asked[q.ID] || ", "if ", "./quiz/picking ./quiz/service",
		},
		{
			"a job that ended is recorded once more", "quiz/jobs/finish.go",
			"|| current == nil || current.Announcement.Key != job.Announcement.Key {", "|| current == nil {", "./quiz/jobs ./quiz/service",
		},
		{
			"a failed post is repeated at once", "quiz/jobs/fail.go",
			"current.Next = now.Add(runner.Backoff(current.Waits, cause))\n\t\tcurrent.Tries++", "current.Tries++", "./quiz/jobs ./quiz/service",
		},
		{
			"admins don't hear of a failure", "quiz/jobs/fail.go",
			"job.Tries != runner.AlarmAfter", "job.Tries != 0", "./quiz/jobs ./quiz/service",
		},
		{
			"a reveal that is given up is lost without a word", "quiz/jobs/giveup.go",
			"trouble.Code, trouble.Question = reason.TroubleNotRevealed, troubleQuestion(q)", "_ = troubleQuestion(q)", "./quiz/jobs ./quiz/service",
		},
		{
			"messages of a thread are not fetched before the close", "quiz/round.go",
			"return r.ThreadCounts() && len(r.QuestionMessages) > 0", "return false", "./quiz/service ./bot/slack ./bot/discord",
		},
		{
			"a reply to a failed platform waits for no retry time", "quiz/runner/retry.go",
			"if errors.As(err, &asked) && asked.RetryAfter() > 0 {", "if errors.As(err, &asked) && asked.RetryAfter() < 0 {", "./quiz/runner ./quiz/service",
		},
	}
}

// failureFaults break what happens when a clock or a room fails.
func failureFaults() []fault {
	return []fault{
		{
			"a clock that is behind decides", "quiz/clockguard/judge.go",
			"if e.Now.Before(e.Newest.Add(-Tolerance)) {", "if e.Newest.IsZero() {", "./quiz/clockguard ./quiz/clockrepair ./internal/app",
		},
		{
			"a clock that jumped ahead decides at once", "quiz/clockguard/judge.go",
			"e.Now.Sub(last) > MaxJump && !e.ReadTwice {", "e.Now.Sub(last) > 1000*MaxJump && !e.ReadTwice {", "./quiz/clockguard ./internal/app",
		},
		{
			"a room that fails again and again is never parked", "quiz/jobs/fail.go",
			"if runner.IsContained(cause) {", "if runner.IsContained(cause) && id == \"\" {", "./quiz/jobs ./quiz/service ./internal/app",
		},
	}
}

// gradeFaults break grades, points and boards.
func gradeFaults() []fault {
	return []fault{
		{
			"points are entered although a grade earned none", "quiz/scoring/points.go",
			"case Mostly:\n\t\treturn p.Mostly", "case Mostly:\n\t\treturn p.Full", "./quiz/scoring ./quiz/service",
		},
		{
			"a regrade enters the points of a grade a second time", "quiz/gradebook/gradebook.go",
			"Points: points - earned.points, Reason: why", "Points: points - 0*earned.points, Reason: why", "./quiz/service ./quiz/jobs",
		},
		{
			"a regrade changes the grade of an admin", "quiz/gradebook/gradebook.go",
			"if g.By != scoring.ByGrader || g.Band != scoring.Unsure {", "if g.Band == \"\" {", "./quiz/jobs ./quiz/service",
		},
		{
			"a stored grade is computed again", "quiz/jobs/attempt.go",
			"graded[i] = a.replies[i].Grade != nil", "graded[i] = false", "./quiz/jobs ./quiz/service",
		},
		{
			"a grader may take as long as it likes", "quiz/jobs/attempt.go",
			"deadline, late := a.clock.After(left), a.clock.After(left/2)", "deadline, late := a.clock.After(1000*left), a.clock.After(left/2)", "./quiz/jobs ./quiz/service",
		},
		{
			"a streak survives a missed round", "quiz/scoring/streak.go",
			"default:\n\t\tr.Length = 1", "default:\n\t\tr.Length++", "./quiz/scoring ./quiz/service",
		},
		{
			"a week belongs to the year of its day", "quiz/scoring/season.go",
			"year, week := d.Midnight().ISOWeek()", "_, week := d.Midnight().ISOWeek()\n\t\tyear := d.Year", "./quiz/scoring",
		},
		{
			"a self-grade counts fully before anybody confirms it", "quiz/grade.go",
			"return scoring.Mostly\n", "return g.Band\n", "./quiz ./quiz/service",
		},
		{
			"a count of points tells what one of two members missed", "quiz/announce/reveal.go",
			"const leastTallied = 3", "const leastTallied = 1", "./quiz/announce ./quiz/service",
		},
		{
			"a list of keywords is a good answer", "quiz/grading/gates.go",
			"case score.Keywords, score.Shuffled:", "case score.Shuffled:", "./quiz/grading/...",
		},
	}
}

// forgettingFaults let something of a forgotten member survive.
func forgettingFaults() []fault {
	return []fault{
		{
			"a vote for a forgotten member stays", "store/members.go",
			"if candidate == no {", "if candidate == no && voter == no {", "./store/... ./quiz/service",
		},
		{
			"the standing of a forgotten member stays", "store/members.go",
			"if err := t.deleteTally(room, season, tally); err != nil {", "if tally.Points < 0 {", "./store/... ./quiz/service",
		},
		{
			"a frozen reveal keeps the words of a forgotten member", "quiz/forgetting/forgetting.go",
			"return all, refreezeAnnouncements(tx)", "return all, nil", "./quiz/forgetting ./quiz/service",
		},
		{
			"a late delivery brings a forgotten member back", "quiz/forgetting/forgetting.go",
			"if at.Platform && !forgotten.IsZero() && !at.At.After(forgotten) {", "if at.Platform && forgotten.IsZero() && at.At.IsZero() {", "./quiz/service",
		},
		{
			"a backup brings a forgotten member back", "store/forgotten.go",
			"if at.IsZero() || m.Since.After(at) {", "if !at.IsZero() || m.Since.After(at) {", "./store/...",
		},
	}
}

// fileFaults lose what was saved.
func fileFaults() []fault {
	return []fault{
		{
			"commits are not synced to the disk", "store/bolt/commit.go",
			"s.db.AllocSize = growthFor(t.Size())", "s.db.AllocSize, s.db.NoSync = growthFor(t.Size()), true", "./internal/testing/durable",
		},
		{
			"nothing that was deleted is overwritten", "store/bolt/erase.go",
			"wrote, more, err = eraser.Step()\n", "wrote, more, err = false, false, nil\n", "./store/bolt",
		},
		{
			"a copy of the file keeps deleted data", "store/bolt/files.go",
			"if err := pages.EraseFree(f); err != nil {", "if err := f.Sync(); err != nil {", "./store/bolt",
		},
		{
			"a file deleted meanwhile takes answers", "store/bolt/commit.go",
			"err = s.ensureInPlace()", "err = nil", "./store/bolt",
		},
		{
			"a damaged copy replaces a good backup", "store/bolt/backup.go",
			"err = checkCopy(ctx, partial, s.path)", "err = nil", "./store/bolt",
		},
		{
			"an upgrade keeps no copy of the file", "store/bolt/migrate.go",
			"if err := copyFile(context.Background(), path, kept); err != nil {", "if context.Background().Err() != nil || kept == \"\" {", "./store/bolt",
		},
		{
			"an older program opens a newer file", "store/bolt/migrate.go",
			"case schema > newest:", "case schema > newest+1000:", "./store/bolt",
		},
		{
			"one failed update fails those beside it", "store/bolt/commit.go",
			"group[failed].done <- result\n\t\tgroup = append(group[:failed], group[failed+1:]...)",
			"for _, u := range group {\n\t\t\tu.done <- result\n\t\t}\n\t\tgroup = nil", "./store/bolt",
		},
		{
			"a changed value is taken for the record", "store/bolt/kv.go",
			"value, _, ok := checksum.Split(bucket, key, stored)\n\tif !ok {\n\t\treturn []byte{}", "value, _, ok := checksum.Split(bucket, key, stored)\n\tif !ok && value == nil {\n\t\treturn []byte{}", "./store/... ./internal/app",
		},
		{
			"a full disk is not noticed", "store/bolt/probe.go",
			"_, err = f.Write(make([]byte, probeSize))", "_, err = f.Write(nil)", "./store/bolt ./internal/health ./internal/daemon",
		},
	}
}

// platformFaults break what the platforms get and bring.
func platformFaults() []fault {
	return []fault{
		{
			"a post is repeated without a look at what is posted", "bot/adapter/deliver.go",
			"if !d.Posting.FirstAttempt.IsZero() {", "if d.Posting.Expired {", "./bot/adapter ./bot/slack ./bot/discord",
		},
		{
			"an event that is delivered twice is handled twice", "bot/adapter/dedup.go",
			"if entry, ok := d.known.Peek(key); ok {", "if entry, ok := d.known.Peek(key); ok && entry.at.After(now) {", "./bot/adapter ./bot/slack ./bot/discord",
		},
		{
			"a failed event is never handled again", "bot/adapter/dedup.go",
			"failed {\n\t\td.forgetDelivery(key, entry)", "failed && key == \"\" {\n\t\td.forgetDelivery(key, entry)", "./bot/adapter",
		},
		{
			"Discord posts a repeated request twice", "bot/discord/post.go",
			"out.Nonce, out.Enforce = nonce(o.posting.Key, part), true", "_ = nonce", "./bot/discord",
		},
		{
			"a member's text mentions everybody on Discord", "bot/discord/drawing/escape.go",
			"return (r == '@' || r == ':') && next != 0", "return r == ':' && next != 0", "./bot/discord/drawing",
		},
	}
}

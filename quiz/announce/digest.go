package announce

import (
	"cmp"
	"errors"
	"slices"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/records"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
)

// DigestRecords are the records that a digest is built from.
type DigestRecords interface {
	quiz.Replies
	quiz.Votes
	quiz.Members
	quiz.Ledger
}

// rankSeason fills in the season's standings and the moves since the last digest.
func rankSeason(tx DigestRecords, room *quiz.Room, news *quiz.DigestNews, gained map[quiz.MemberNo]ledger.Tally) error {
	top, err := tx.Leaderboard(room.ID, news.Season, 0, digestTop)
	if err != nil {
		return err
	}
	moves, err := readMoves(tx, room.ID, news.Season, gained)
	if err != nil {
		return err
	}
	news.Members, news.Sharing = top.Members, top.Sharing
	for _, row := range top.Rows {
		line := quiz.DigestStanding{Rank: row.Rank, Member: row.Member, Points: row.Points, Gained: gained[row.Member].Points, Name: row.Name}
		if had, ok := tallyBefore(row.Tally, gained); ok {
			ahead, err := tx.Ahead(room.ID, news.Season, had.Points)
			if err != nil {
				return err
			}
			line.Before = 1 + ahead + moves.aheadBefore(had.Points)
		}
		news.Standings = append(news.Standings, line)
	}
	return nil
}

// moves are the points of those who gained, before and after, ascending.
type moves struct{ before, after []int }

// readMoves reads the points of those who gained. Somebody without an answer before has none of before.
func readMoves(tx quiz.Ledger, room quiz.RoomID, season scoring.Season, gained map[quiz.MemberNo]ledger.Tally) (m moves, err error) {
	for no := range gained {
		tally, err := tx.Tally(room, season, no)
		if err != nil && !errors.Is(err, quiz.ErrUnreadable) {
			return m, err
		}
		if err != nil || tally.Answered == 0 { // the ranking has no row
			continue
		}
		m.after = append(m.after, tally.Points)
		if had, ok := tallyBefore(tally, gained); ok {
			m.before = append(m.before, had.Points)
		}
	}
	slices.Sort(m.before)
	slices.Sort(m.after)
	return m, nil
}

// aheadBefore returns how many more members had more than n points before the gains than have now.
// All others have as many as they had.
func (m moves) aheadBefore(n int) int { return countAbove(m.before, n) - countAbove(m.after, n) }

// tallyBefore subtracts the gains from a tally. ok is false without an answer before them.
func tallyBefore(t ledger.Tally, gained map[quiz.MemberNo]ledger.Tally) (ledger.Tally, bool) {
	g := gained[t.Member]
	t.Points -= g.Points
	t.Answered -= g.Answered
	return t, t.Answered > 0
}

// countAbove counts the numbers greater than n in an ascending list.
func countAbove(sorted []int, n int) int {
	i, _ := slices.BinarySearch(sorted, n+1)
	return len(sorted) - i
}

// addGains adds the points of the replies to a round to the gains of their members.
func addGains(tx quiz.Ledger, gained map[quiz.MemberNo]ledger.Tally, round *quiz.Round, replies []quiz.Reply) error {
	for _, r := range replies {
		points, err := records.EarnedPoints(tx, round, r.Member)
		if err != nil && !errors.Is(err, quiz.ErrUnreadable) {
			return err
		}
		sum := gained[r.Member]
		gained[r.Member] = ledger.Tally{Member: r.Member, Points: sum.Points + points, Answered: sum.Answered + 1}
	}
	return nil
}

// milestoneCheers returns the streaks that reached a milestone within the last rounds.
func milestoneCheers(tx DigestRecords, room *quiz.Room, present map[quiz.MemberNo]bool, rounds int) ([]quiz.Cheer, error) {
	var list []quiz.Cheer
	for no := range present {
		run, err := tx.Streak(room.ID, no)
		if errors.Is(err, quiz.ErrUnreadable) {
			continue
		}
		if err != nil {
			return nil, err
		}
		n := lastMilestone(run.Current(room.Rounds), rounds)
		if n == 0 {
			continue
		}
		m, err := records.IfReadable(tx.Member(no))
		if err != nil {
			return nil, err
		}
		if m != nil {
			list = append(list, quiz.Cheer{Member: no, Name: m.Name, Streak: n})
		}
	}
	slices.SortFunc(list, func(a, b quiz.Cheer) int {
		return cmp.Or(cmp.Compare(b.Streak, a.Streak), cmp.Compare(a.Name, b.Name))
	})
	return list, nil
}

// lastMilestone returns the greatest milestone of a streak within its last rounds, 0 if there is
// none.
func lastMilestone(streak, rounds int) int {
	for n := streak; n > max(0, streak-rounds); n-- {
		if scoring.IsMilestone(n) {
			return n
		}
	}
	return 0
}

// mostVoted returns the candidates with most votes, ordered by number, and the count of their
// votes.
func mostVoted(votes map[quiz.MemberNo]quiz.MemberNo) (best []quiz.MemberNo, most int) {
	count := map[quiz.MemberNo]int{}
	for _, candidate := range votes {
		count[candidate]++
		most = max(most, count[candidate])
	}
	for candidate, n := range count {
		if n == most {
			best = append(best, candidate)
		}
	}
	slices.Sort(best)
	return best, most
}

// digestSpan is the span of the standings in a digest.
const digestSpan = scoring.Month

// digestTop is how many rows of the standings a digest shows.
const digestTop = 5

// FreezeDigest returns the content of a digest about revealed rounds.
func FreezeDigest(tx DigestRecords, room *quiz.Room, date schedule.Date, rounds []quiz.Round) (*quiz.DigestNews, error) {
	news := &quiz.DigestNews{Date: date, Span: digestSpan, Season: digestSpan.Season(rounds[len(rounds)-1].Date)}
	present, gained := map[quiz.MemberNo]bool{}, map[quiz.MemberNo]ledger.Tally{}
	for _, round := range rounds {
		replies, err := records.SubmittedReplies(tx, round.ID)
		if err != nil {
			return nil, err
		}
		for _, r := range replies {
			present[r.Member] = true
		}
		summary, err := summarizeRound(tx, round, replies)
		if err != nil {
			return nil, err
		}
		news.Rounds = append(news.Rounds, summary)
		if digestSpan.Season(round.Date) != news.Season {
			continue
		}
		if err := addGains(tx, gained, &round, replies); err != nil {
			return nil, err
		}
	}
	if err := rankSeason(tx, room, news, gained); err != nil {
		return nil, err
	}
	var err error
	news.Cheers, err = milestoneCheers(tx, room, present, len(rounds))
	return news, err
}

// Undigested returns the revealed rounds since the last digest.
func Undigested(tx quiz.Rounds, room *quiz.Room) ([]quiz.Round, error) {
	var rounds []quiz.Round
	for round, err := range records.Readable(tx.RoundsAfter(room.ID, room.DigestedThrough)) {
		if err != nil {
			return nil, err
		}
		if round.Phase == quiz.Revealed {
			rounds = append(rounds, round)
		}
	}
	return rounds, nil
}

// summarizeRound summarizes a round with its replies.
func summarizeRound(tx DigestRecords, round quiz.Round, replies []quiz.Reply) (quiz.DigestRound, error) {
	summary := quiz.DigestRound{Round: round.ID, Question: round.Question, Answered: len(replies), Bands: countBands(replies), SelfGraded: countSelfGraded(replies)}
	linkRound(&summary, &round)
	votes, err := tx.Votes(round.ID)
	if err != nil && !errors.Is(err, quiz.ErrUnreadable) {
		return summary, err
	}
	summary.VotedMembers, summary.Votes = mostVoted(votes)
	return summary, nameVoted(tx, &summary)
}

// nameVoted names the authors of the answers with the most votes.
func nameVoted(tx quiz.Members, summary *quiz.DigestRound) error {
	for _, no := range summary.VotedMembers {
		name, err := records.ShownName(tx, no)
		if err != nil {
			return err
		}
		summary.Voted = append(summary.Voted, name)
	}
	return nil
}

// Relink links a digest to the messages of a round that exist. It reports whether the digest tells of
// the round.
func Relink(news *quiz.DigestNews, round *quiz.Round) bool {
	i := slices.IndexFunc(news.Rounds, func(r quiz.DigestRound) bool { return r.Round == round.ID })
	if i >= 0 {
		linkRound(&news.Rounds[i], round)
	}
	return i >= 0
}

func linkRound(summary *quiz.DigestRound, round *quiz.Round) {
	summary.Link, summary.RevealLink = "", round.RevealLink()
	if len(round.QuestionMessages) > 0 {
		summary.Link = round.QuestionMessages[0].Link
	}
}

package store

import (
	"errors"
	"iter"
	"math"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/scoring"
	"quizbot/store/ranks"
)

// Append implements [quiz.Ledger].
func (t Tx) Append(e ledger.Entry) error {
	seq, err := t.nextNumber(sequenceEntries)
	if err != nil {
		return err
	}
	e.Seq = seq
	if err := t.putEntry(e); err != nil {
		return err
	}
	return t.addToTallies(e)
}

// putEntry writes an entry into the ledger.
func (t Tx) putEntry(e ledger.Entry) error {
	if err := putRecord(t, bucketLedger, numberKey(e.Seq), e); err != nil {
		return err
	}
	return t.Put(bucketMyEntries, joinKey(textKey(e.Room), numberKey(e.Member), numberKey(e.Seq)), presentValue())
}

// addToTallies adds an entry to the tallies of its member in all seasons of its date.
func (t Tx) addToTallies(e ledger.Entry) error {
	selfGraded, err := t.noteSelfGraded(e)
	if err != nil {
		return err
	}
	for _, season := range scoring.Seasons(e.Date) {
		if err := t.addToTally(season, e, selfGraded); err != nil {
			return err
		}
	}
	return nil
}

// noteSelfGraded records whether the points of an entry's round come from the member's own grade, and
// returns the change of their number.
func (t Tx) noteSelfGraded(e ledger.Entry) (change int, err error) {
	key := selfGradedKey(e.Room, e.Member, e.Round)
	switch change = selfGradedChange(t.Get(bucketSelfGraded, key) != nil, e); change {
	case 1:
		err = t.Put(bucketSelfGraded, key, presentValue())
	case -1:
		err = t.Delete(bucketSelfGraded, key)
	}
	return change, err
}

// addToTally adds an entry, and a change of the number of self-graded rounds, to its member's tally of
// a season, and moves the member in the ranking.
func (t Tx) addToTally(season scoring.Season, e ledger.Entry, selfGraded int) error {
	was, err := t.Tally(e.Room, season, e.Member)
	if err != nil {
		return err
	}
	tally := addEntry(was, e, selfGraded)
	if err := t.ranking().Move(seasonKey(e.Room, season), rankingRow(was), rankingRow(tally), numberKey(tally.Answered)); err != nil {
		return err
	}
	return putRecord(t, bucketTallies, tallyKey(e.Room, season, e.Member), tally)
}

// deleteTally deletes a tally and its row in the ranking.
func (t Tx) deleteTally(room quiz.RoomID, season scoring.Season, tally ledger.Tally) error {
	if err := t.ranking().Delete(seasonKey(room, season), rankingRow(tally)); err != nil {
		return err
	}
	return t.Delete(bucketTallies, tallyKey(room, season, tally.Member))
}

// ranking returns the rows of all tallies, with their counts.
func (t Tx) ranking() ranks.Index {
	return ranks.Index{KV: t.KV, Rows: bucketRanking, Counts: bucketRankCounts, Fan: ranks.DefaultFan}
}

// Entries implements [quiz.Ledger].
func (t Tx) Entries(room quiz.RoomID, member quiz.MemberNo) iter.Seq2[ledger.Entry, error] {
	return listRecords(t, bucketMyEntries, roomMemberKey(room, member), nil, func(rest, _ []byte) (ledger.Entry, error) {
		return getRecord[ledger.Entry](t, bucketLedger, rest)
	})
}

// LatestEntries implements [quiz.Ledger].
func (t Tx) LatestEntries(room quiz.RoomID, member quiz.MemberNo) iter.Seq2[ledger.TitledEntry, error] {
	return func(yield func(ledger.TitledEntry, error) bool) {
		for key := range t.scanPrefixBack(bucketMyEntries, roomMemberKey(room, member)) {
			e, err := t.titledEntry(key)
			if !yield(e, err) || err != nil && !errors.Is(err, quiz.ErrUnreadable) {
				return
			}
		}
	}
}

// RoundEntries implements [quiz.Ledger].
func (t Tx) RoundEntries(round *quiz.Round, member quiz.MemberNo) (list []ledger.Entry, err error) {
	for key := range t.scanPrefixBack(bucketMyEntries, roomMemberKey(round.Room, member)) {
		e, err := getRecord[ledger.Entry](t, bucketLedger, key)
		if isNotFound(err) { // the member's index has it
			err = unreadable{err}
		}
		if err != nil {
			return nil, err
		}
		if e.Round != round.ID {
			continue
		}
		list = append(list, e)
		if e.Reason == ledger.ForAnswer { // it is the first one
			break
		}
	}
	return list, nil
}

// titledEntry returns the entry at a key of the ledger, with its question's title.
func (t Tx) titledEntry(key []byte) (ledger.TitledEntry, error) {
	e, err := getRecord[ledger.Entry](t, bucketLedger, key)
	if isNotFound(err) { // the member's index has it
		err = unreadable{err}
	}
	if err != nil {
		return ledger.TitledEntry{}, err
	}
	round, err := t.Round(e.Round)
	if err != nil && !isNotFound(err) && !errors.Is(err, quiz.ErrUnreadable) {
		return ledger.TitledEntry{}, err
	}
	return ledger.TitledEntry{Entry: e, Title: round.Question.Title}, nil
}

// Tally implements [quiz.Ledger].
func (t Tx) Tally(room quiz.RoomID, season scoring.Season, member quiz.MemberNo) (ledger.Tally, error) {
	tally, err := getRecord[ledger.Tally](t, bucketTallies, tallyKey(room, season, member))
	switch {
	case isNotFound(err):
		return ledger.Tally{Member: member}, nil
	case errors.Is(err, quiz.ErrUnreadable):
		return t.sumTally(room, season, member)
	}
	return tally, err
}

// sumTally adds up a tally from its entries.
func (t Tx) sumTally(room quiz.RoomID, season scoring.Season, member quiz.MemberNo) (ledger.Tally, error) {
	sums := newSums()
	for e, err := range t.Entries(room, member) {
		if err != nil {
			return ledger.Tally{Member: member}, err
		}
		sums.add(e)
	}
	tally := sums.tallies[string(tallyKey(room, season, member))]
	tally.Member = member
	return tally, nil
}

// sums are tallies that are added up from entries.
type sums struct {
	tallies    map[string]ledger.Tally // by the keys of tallyKey
	selfGraded map[string]bool         // keys of selfGradedKey
}

func newSums() sums { return sums{map[string]ledger.Tally{}, map[string]bool{}} }

// add adds an entry. Entries have to come in their order.
func (s sums) add(e ledger.Entry) {
	key := string(selfGradedKey(e.Room, e.Member, e.Round))
	change := selfGradedChange(s.selfGraded[key], e)
	if s.selfGraded[key] = s.selfGraded[key] && change == 0 || change > 0; !s.selfGraded[key] {
		delete(s.selfGraded, key)
	}
	for _, season := range scoring.Seasons(e.Date) {
		k := string(tallyKey(e.Room, season, e.Member))
		s.tallies[k] = addEntry(s.tallies[k], e, change)
	}
}

// addEntry adds an entry, and a change of the number of self-graded rounds, to its member's tally.
func addEntry(sum ledger.Tally, e ledger.Entry, selfGraded int) ledger.Tally {
	return ledger.Tally{
		Member: e.Member, Points: sum.Points + e.Points, Answered: sum.Answered + e.Answers(), SelfGraded: sum.SelfGraded + selfGraded,
	}
}

// selfGradedChange returns the change that an entry makes to the number of self-graded rounds. was
// tells whether its round was one. A bonus says nothing about the grade.
func selfGradedChange(was bool, e ledger.Entry) int {
	if e.Reason == ledger.ForStreak {
		return 0
	}
	switch is := e.By == scoring.ByAuthor; {
	case !e.FromGrade():
		return 0
	case is && !was:
		return 1
	case was && !is:
		return -1
	}
	return 0
}

// Standings implements [quiz.Ledger].
func (t Tx) Standings(room quiz.RoomID, season scoring.Season) iter.Seq2[ledger.Tally, error] {
	return t.standingsFrom(room, season, nil)
}

// standingsFrom is Standings from a row of the ranking on. Self-graded rounds are not in it.
func (t Tx) standingsFrom(room quiz.RoomID, season scoring.Season, row []byte) iter.Seq2[ledger.Tally, error] {
	return listRecords(t, bucketRanking, seasonKey(room, season), row, func(rest, value []byte) (ledger.Tally, error) {
		_, member := cutNumberKey(rest)
		return ledger.Tally{
			Member: quiz.MemberNo(parseNumberKey(member)), Points: parseDescendingKey(rest), Answered: int(parseNumberKey(value)),
		}, nil
	})
}

// Leaderboard implements [quiz.Ledger].
func (t Tx) Leaderboard(room quiz.RoomID, season scoring.Season, after, n int) (b ledger.Leaderboard, err error) {
	set := seasonKey(room, season)
	b.Members = t.ranking().Len(set)
	first := t.ranking().At(set, max(0, after))
	if first == nil || n <= 0 {
		return b, nil
	}
	position := max(0, after) - 1
	for tally, err := range t.standingsFrom(room, season, first) {
		position++
		if errors.Is(err, quiz.ErrUnreadable) {
			continue
		}
		if err != nil {
			return b, err
		}
		row, err := t.leaderboardRow(room, season, tally)
		if err != nil {
			return b, err
		}
		switch last := len(b.Rows) - 1; {
		case last < 0:
			row.Rank = 1 + t.countAhead(set, row.Points)
		case b.Rows[last].Points == row.Points:
			row.Rank = b.Rows[last].Rank
		default:
			row.Rank = 1 + position
		}
		if b.Rows = append(b.Rows, row); len(b.Rows) == n {
			break
		}
	}
	if last := len(b.Rows) - 1; last >= 0 {
		b.Sharing = t.ranking().Before(set, lastRowOf(b.Rows[last].Points)) - position - 1
	}
	return b, nil
}

// lastRowOf returns a key of the ranking behind all members with the given points.
func lastRowOf(points int) []byte {
	return rankingRow(ledger.Tally{Points: points, Member: math.MaxUint64})
}

// leaderboardRow adds what a row of the ranking lacks, as far as it can be read: the number of
// self-graded rounds, the member's name and streak.
func (t Tx) leaderboardRow(room quiz.RoomID, season scoring.Season, ranked ledger.Tally) (ledger.LeaderboardRow, error) {
	tally, err := t.Tally(room, season, ranked.Member)
	if err != nil || tally.Points != ranked.Points { // the row is where it is in the ranking
		tally = ranked
	}
	m, err := t.Member(tally.Member)
	if err != nil && !isNotFound(err) && !errors.Is(err, quiz.ErrUnreadable) {
		return ledger.LeaderboardRow{}, err
	}
	streak, err := t.Streak(room, tally.Member)
	if errors.Is(err, quiz.ErrUnreadable) {
		streak, err = scoring.Streak{}, nil
	}
	return ledger.LeaderboardRow{Tally: tally, Name: m.Name, Streak: streak}, err
}

// Ahead implements [quiz.Ledger].
func (t Tx) Ahead(room quiz.RoomID, season scoring.Season, points int) (n int, err error) {
	return t.countAhead(seasonKey(room, season), points), nil
}

// countAhead counts the members of a season with more points.
func (t Tx) countAhead(set []byte, points int) int {
	return t.ranking().Before(set, descendingKey(points))
}

// Position implements [quiz.Ledger].
func (t Tx) Position(room quiz.RoomID, season scoring.Season, tally ledger.Tally) (int, error) {
	return t.ranking().Before(seasonKey(room, season), rankingRow(tally)), nil
}

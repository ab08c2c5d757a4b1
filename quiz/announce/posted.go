package announce

import (
	"slices"

	"quizbot/quiz"
	"quizbot/quiz/records"
)

// KeptDigest returns what is kept of a posted digest, so that it can be drawn again: everything but
// names and questions, which other records have.
func KeptDigest(news *quiz.DigestNews, posted []quiz.MessageRef) *quiz.DigestNews {
	kept := *news
	kept.Messages = posted
	kept.Rounds, kept.Standings, kept.Cheers = slices.Clone(news.Rounds), slices.Clone(news.Standings), slices.Clone(news.Cheers)
	for i := range kept.Rounds {
		r := &kept.Rounds[i]
		r.Question, r.Voted, r.Link, r.RevealLink = quiz.Question{}, nil, "", ""
	}
	for i := range kept.Standings {
		kept.Standings[i].Name = ""
	}
	for i := range kept.Cheers {
		kept.Cheers[i].Name = ""
	}
	return &kept
}

// postedRecords are the records that a kept digest is completed from.
type postedRecords interface {
	quiz.Rounds
	quiz.Members
}

// PostedDigest completes a kept digest: the numbers are those of its posting, the names and links are
// those of today. The name of a forgotten member is empty, and their streak is left out.
func PostedDigest(tx postedRecords, kept *quiz.DigestNews) (*quiz.DigestNews, error) {
	news := KeptDigest(kept, kept.Messages)
	for i := range news.Rounds {
		summary := &news.Rounds[i]
		round, err := records.IfReadable(tx.Round(summary.Round))
		if err != nil {
			return nil, err
		}
		if round != nil {
			summary.Question = round.Question
			linkRound(summary, round)
		}
		if err := nameVoted(tx, summary); err != nil {
			return nil, err
		}
	}
	for i := range news.Standings {
		m, err := records.IfReadable(tx.Member(news.Standings[i].Member))
		if err != nil {
			return nil, err
		}
		if m != nil {
			news.Standings[i].Name = m.Name
		}
	}
	cheers := news.Cheers[:0]
	for _, cheer := range news.Cheers {
		m, err := records.IfReadable(tx.Member(cheer.Member))
		if err != nil {
			return nil, err
		}
		if m != nil {
			cheer.Name = m.Name
			cheers = append(cheers, cheer)
		}
	}
	news.Cheers = cheers
	return news, nil
}

// DigestMembers returns the members whose names a digest shows, each once, ordered by number.
func DigestMembers(news *quiz.DigestNews) []quiz.MemberNo {
	var list []quiz.MemberNo
	for _, r := range news.Rounds {
		list = append(list, r.VotedMembers...)
	}
	for _, s := range news.Standings {
		list = append(list, s.Member)
	}
	for _, c := range news.Cheers {
		list = append(list, c.Member)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

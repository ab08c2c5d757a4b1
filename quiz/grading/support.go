package grading

import (
	"quizbot/quiz/grading/analysis"
	"quizbot/quiz/grading/evidence"
	"quizbot/quiz/grading/lexicon"
)

// Support tells which words are evidence for a point. It bounds graders that may be talked into
// anything: a verdict counts for an answer only if words of the answer support it. It is safe for
// concurrent use.
type Support struct {
	lex    *lexicon.Lexicon
	judged assessor
}

// orderWords are the words that orders to a grader are made of. Like those of the question, they are
// no evidence.
const orderWords = "answer question reference key point points claim met partly missing contradicted verdict quote grade grader grading " +
	"score mark marked full all every author reviewer administrator confirm system prompt data instruction " +
	"答案 问题 参考 要点 全部 所有 满足 满分 判定 引用 评分 打分 给分 作者 管理员 系统 提示 指令"

// Support returns the support of a task with points.
func (o Offline) Support(task Task) Support {
	lex := lexicon.Default().With(task.Terms)
	return Support{lex, assessor{table: o.table(), points: evidence.NewReference(lex, task.Question+"\n"+orderWords, task.Points, "")}}
}

// Has reports whether a quote by itself meets a point: its words cover some of the point, beyond those
// of the question, and the offline grader would call the point met if the quote were the answer.
func (s Support) Has(point int, quote string) bool {
	v := s.judged.points.Judge(analysis.New(s.lex, quote))[point]
	return v.Cover >= leastBestCover && s.judged.judge(v, s.judged.table.Points.Probability(v.Features), false, false).State == Met
}

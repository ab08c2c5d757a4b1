package bottest

// pointsAreDisputed shows members which points they made, missed and contradicted. A dispute waits
// for an admin beside unsure answers, and in the member's own data, until an admin has graded the
// answer.
func pointsAreDisputed(s stage) {
	s.answerByForm("ann", "It is a function.")
	s.advanceTo(0, 17, 30)
	s.Press("ann", "My grade")
	s.memberSees("ann", "Key points you made: 1 of 2", "✓ it is a function", "Missing from your answer", "✗ it keeps its variables", "Said it in other words?")
	s.Press("ann", "I had this point")
	s.memberSees("ann", "✗ it keeps its variables · sent to the admins")
	s.memberDoesNotSee("ann", "Said it in other words?", "I had this point")
	s.Command(s.Admin(), "/quiz-admin grade")
	s.memberSees(s.Admin(), "1 answer awaits a grade", "It is a function.", "Says it has this point: it keeps its variables")
	s.Command("ann", "/quiz my-data")
	s.memberSees("ann", "Grade:", "✓ met: it is a function", "✗ missing: it keeps its variables", "you said you had it")
	s.Command(s.Admin(), s.platformSpelling("/quiz-admin grade full 1.1"))
	s.Press("ann", "My grade")
	s.memberSees("ann", "full", "Graded by an admin.", "The program had found this in it", "Not found in your answer")
	s.memberDoesNotSee("ann", "Missing from your answer")
	s.Command(s.Admin(), "/quiz-admin grade")
	s.memberSees(s.Admin(), "No answer awaits a grade.")
}

// twoAreNotCounted has two answers judged. A count would tell each author the other one's points.
func twoAreNotCounted(s stage) {
	s.answerByForm("ann", "It is a function, and it keeps its variables with it.")
	s.answerByForm("bob", "It is a function, and it keeps its variables.")
	s.advanceTo(0, 17, 30)
	s.nobodySees("Point by point")
}

// threeAreCounted has one answer more than others could do sums with.
func threeAreCounted(s stage) {
	s.answerByForm("cid", "It is a function.")
	s.answerByForm("ann", "It is a function, and it keeps its variables with it.")
	s.answerByForm("bob", "It is a function, and it keeps its variables.")
	s.advanceTo(0, 17, 30)
	s.everybodySees("Point by point", "it is a function: 3 of 3", "it keeps its variables: 2 of 3", "of those that the program could judge")
}

package reason

// BankReason is a reason against a changed bank.
type BankReason = Reason[BankCode]

// BankCode is the reason against a changed bank.
type BankCode string

// Family implements [Code].
func (BankCode) Family() string { return "refused_bank" }

// The reasons against a changed bank. The arguments was and now are counts before and after the
// change; detail is a place in a file or a system error.
const (
	BankUnreadable BankCode = "unreadable" // args: detail
	BankEmpty      BankCode = "empty"      // args: was; questions
	BankMistakes   BankCode = "mistakes"   // args: was, now, detail; errors
	BankShrunk     BankCode = "shrunk"     // args: was, now; questions
	BankAnswers    BankCode = "answers"    // args: was, now; questions with an answer
)

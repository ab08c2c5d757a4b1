package reason

// BankCode is the reason against a changed bank.
type BankCode string

// Family implements [Code].
func (BankCode) Family() string { return "refused_bank" }

// The reasons against a changed bank.
const (
	BankUnreadable BankCode = "unreadable"
	BankEmpty      BankCode = "empty"
	BankMistakes   BankCode = "mistakes"
	BankShrunk     BankCode = "shrunk"
	BankAnswers    BankCode = "answers"
)

package reason

// BankCode says why a bank is refused.
type BankCode string

// Family implements [Code].
func (BankCode) Family() string { return "refused_bank" }

// Why a bank is refused.
const (
	BankUnreadable BankCode = "unreadable"
	BankEmpty      BankCode = "empty"
	BankMistakes   BankCode = "mistakes"
	BankShrunk     BankCode = "shrunk"
	BankAnswers    BankCode = "answers"
)

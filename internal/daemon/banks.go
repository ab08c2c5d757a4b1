package daemon

import (
	"context"
	"log/slog"
	"os"
	"time"

	"quizbot/internal/config"
	"quizbot/questions"
	"quizbot/questions/source"
)

// bankPollInterval is the time between two looks at the files of banks. Polling works on network
// file systems, too.
const bankPollInterval = 5 * time.Second

// loadBanks reads the banks, and logs their problems. Without any bank, the starter bank is used.
func loadBanks(list []config.Bank, log *slog.Logger) (*questions.Watcher, error) {
	specs := make([]questions.Spec, len(list))
	for i, b := range list {
		specs[i] = questions.Spec{Name: b.Name, Path: b.Path, Format: b.Format}
	}
	keeper, banks, problems, err := questions.Watch(specs)
	if err != nil {
		return nil, err
	}
	for _, bank := range banks {
		logBank(log, bank)
	}
	logProblems(log, problems)
	if len(list) == 0 {
		log.Info("no banks are configured: the starter bank is used")
		keeper.Replace(questions.Starter("en"))
	}
	return keeper, nil
}

// watchBanks reloads banks when their files change, and all of them on each hangup.
func watchBanks(ctx context.Context, keeper *questions.Watcher, hangup <-chan os.Signal, log *slog.Logger) error {
	keeper.Run(ctx, bankPollInterval, hangup, func(c questions.Change) {
		if r := c.Refused; r != nil {
			log.Error("a bank got worse and is not taken: the one before is still asked", "bank", r.Bank, "why", r.Code, "was", r.Number("was"), "now", r.Number("now"), "detail", r.Args["detail"])
			return
		}
		logBank(log, c.Bank)
		logProblems(log, c.Diagnostics)
	})
	return nil
}

func logBank(log *slog.Logger, bank *questions.Bank) {
	logProblems(log, bank.Diagnostics)
	log.Info("bank loaded", "bank", bank.Name, "questions", len(bank.Questions), "problems", len(bank.Diagnostics))
}

func logProblems(log *slog.Logger, problems []source.Diagnostic) {
	for _, p := range problems {
		log.Warn("not understood", "file", p.File, "line", p.Line, "severity", p.Severity, "what", p.Message)
	}
}

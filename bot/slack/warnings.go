package slack

import "quizbot/bot"

// Warnings implements [bot.Warner].
func (a *Adapter) Warnings() []bot.Warning {
	var list []bot.Warning
	if a.shared.Load() {
		list = append(list, bot.WarnSharedToken)
	}
	if a.clock.check() != nil {
		list = append(list, bot.WarnClock)
	}
	return list
}

package schedule_test

import (
	"fmt"
	"time"

	"quizbot/quiz/schedule"
)

// A calendar tells when the question of a date is due and when its round closes, also on the day
// when the clocks change.
func ExampleCalendar() {
	times := schedule.DefaultTimetable()
	times.TimeZone = "America/New_York"
	times.Days = schedule.Everyday
	times.Ask = 2*60 + 30 // a time that the clock skips on 8 March 2026
	calendar, err := schedule.NewCalendar(times)
	if err != nil {
		fmt.Println(err)
		return
	}
	date := schedule.Date{Year: 2026, Month: time.March, Day: 7}
	for range 3 {
		asked := calendar.AskAt(date)
		fmt.Println(date, date.Weekday(), "asked", asked.Format("15:04 MST"), "closes", calendar.ClosesAt(date, asked).Format("15:04 MST"))
		date = date.AddDays(1)
	}
	// Output:
	// 2026-03-07 Saturday asked 02:30 EST closes 17:30 EST
	// 2026-03-08 Sunday asked 03:00 EDT closes 17:30 EDT
	// 2026-03-09 Monday asked 02:30 EDT closes 17:30 EDT
}

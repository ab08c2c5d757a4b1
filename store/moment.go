package store

import (
	"bytes"
	"errors"
	"time"

	"quizbot/quiz"
)

// metaMoment is the key of the newest moment in Meta.
const metaMoment = "moment"

// recordedMoment returns the newest moment that is recorded, zero if none is or it is damaged.
func (t Tx) recordedMoment() time.Time {
	if v := t.Get(Meta, []byte(metaMoment)); len(v) == 8 {
		return parseTimeKey(v)
	}
	return time.Time{}
}

// NewestMoment implements [quiz.Jobs]. A store of an older schema has no record of it, and it may be
// damaged. Then it follows from the last round, the last entry of the ledger and the jobs, as far as
// they can be read.
func (t Tx) NewestMoment() (newest time.Time, err error) {
	if at := t.recordedMoment(); !at.IsZero() {
		return at, nil
	}
	raise := func(times ...time.Time) {
		for _, at := range times {
			if at.After(newest) {
				newest = at
			}
		}
	}
	last, err := ignoreLost(getRecord[quiz.Round](t, bucketRounds, numberKey(t.lastNumber(sequenceRounds))))
	if err != nil {
		return newest, err
	}
	raise(last.OpenedAt, last.ClosedAt, last.GradedAt, last.RevealedAt)
	entry, err := ignoreLost(getRecord[quiz.Entry](t, bucketLedger, numberKey(t.lastNumber(sequenceEntries))))
	if err != nil {
		return newest, err
	}
	raise(entry.At)
	for _, value := range t.scanPrefix(bucketJobs, nil) {
		job, err := ignoreLost(decodeRecord[quiz.Job](bucketJobs, value))
		if err != nil {
			return newest, err
		}
		raise(job.Begun)
	}
	return newest, nil
}

// ignoreLost turns the error of a missing or unreadable record into none.
func ignoreLost[T any](r T, err error) (T, error) {
	if isNotFound(err) || errors.Is(err, quiz.ErrUnreadable) {
		return r, nil
	}
	return r, err
}

// RaiseNewestMoment implements [quiz.Jobs].
func (t Tx) RaiseNewestMoment(at time.Time) error {
	if known := t.Get(Meta, []byte(metaMoment)); len(known) == 8 && bytes.Compare(known, timeKey(at)) >= 0 {
		return nil
	}
	newest, err := t.NewestMoment()
	if err != nil || !at.After(newest) {
		return err
	}
	return t.SetNewestMoment(at)
}

// SetNewestMoment implements [quiz.Jobs].
func (t Tx) SetNewestMoment(at time.Time) error {
	if err := checkTimeRange(at); err != nil {
		return err
	}
	return t.Put(Meta, []byte(metaMoment), timeKey(at))
}

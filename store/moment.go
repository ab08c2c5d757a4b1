package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/schedule"
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
	entry, err := ignoreLost(getRecord[ledger.Entry](t, bucketLedger, numberKey(t.lastNumber(sequenceEntries))))
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

// metaSeen is the beginning of the keys in Meta with the moments at which platforms were connected.
const metaSeen = "seen/"

// Seen implements [quiz.Jobs]. A damaged moment isn't known.
func (t Tx) Seen(platform string) (time.Time, error) {
	if v := t.Get(Meta, []byte(metaSeen+platform)); len(v) == 8 {
		return parseTimeKey(v), nil
	}
	return time.Time{}, nil
}

// SetSeen implements [quiz.Jobs].
func (t Tx) SetSeen(platform string, at time.Time) error {
	if err := checkTimeRange(at); err != nil {
		return err
	}
	return t.Put(Meta, []byte(metaSeen+platform), timeKey(at))
}

// seenPlatforms returns the known moments of all platforms.
func (t Tx) seenPlatforms() map[string]time.Time {
	seen := map[string]time.Time{}
	for platform, v := range t.scanPrefix(Meta, []byte(metaSeen)) {
		if len(v) == 8 {
			seen[string(platform)] = parseTimeKey(v)
		}
	}
	return seen
}

// datesAhead is how many days a date may be ahead of a moment's date in UTC: one for the time zone,
// and one for a question that came a day early.
const datesAhead = 2

// futureTolerance is how far a time may be ahead: clocks of platforms differ a little.
const futureTolerance = time.Minute

// pastTimes are the names of fields with times of past acts. Times of plans, such as that of a close,
// lie ahead on purpose.
func pastTimes() []string {
	return []string{
		"at", "since", "first", "sent", "edited", "begun", "planned_at", "opened_at", "closed_at", "graded_at", "revealed_at", "deleting",
	}
}

// futureKinds are the kinds whose records hold the times of past acts, in the order of a report.
func futureKinds() []Kind {
	return []Kind{KindRoom, KindJob, KindRound, KindReply, KindVote, KindMember, KindEntry, KindForgotten, KindConfirmed, KindAudit, KindDeparture}
}

// FutureRecords implements [quiz.Jobs].
func (t Tx) FutureRecords(now time.Time) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, kind := range futureKinds() {
			codec := recordCodecs()[kind]
			for key, value := range t.scanPrefix(codec.bucket, nil) {
				latest, err := t.latestFuture(codec, key, value, now)
				if err != nil {
					yield("", err)
					return
				}
				if !latest.IsZero() && !yield(fmt.Sprintf("%s %s is of %s", kind, describeKey(kind, key), latest.UTC().Format(time.RFC3339)), nil) {
					return
				}
			}
		}
	}
}

// describeKey formats a record's key for people.
func describeKey(kind Kind, key []byte) string {
	switch kind {
	case KindRoom, KindJob, KindConfirmed, KindDeparture:
		return string(bytes.ReplaceAll(key, []byte{0}, []byte{' '}))
	case KindReply, KindVote:
		return fmt.Sprintf("%d of round %s", parseNumberKey(key[8:]), quiz.RoundID(parseNumberKey(key)))
	case KindRound:
		return quiz.RoundID(parseNumberKey(key)).String()
	case KindForgotten:
		return fmt.Sprintf("%x", key[:min(4, len(key))])
	case KindAudit:
		return describeAuditKey(key)
	}
	return fmt.Sprint(parseNumberKey(key))
}

// latestFuture returns the latest time of a record after now, zero if none is later.
func (t Tx) latestFuture(codec recordCodec, key, value []byte, now time.Time) (latest time.Time, err error) {
	record, err := codec.encode(key, value)
	if err != nil {
		return latest, err
	}
	raw, is := record.(json.RawMessage)
	if !is {
		if raw, err = json.Marshal(record); err != nil {
			return latest, err
		}
	}
	var fields any
	if err := decodeNumbers(raw, &fields); err != nil {
		return latest, err
	}
	resetTimes(fields, "", now, &latest)
	return latest, nil
}

// decodeNumbers decodes a record and keeps its numbers as they are written.
func decodeNumbers(record []byte, v *any) error {
	d := json.NewDecoder(bytes.NewReader(record))
	d.UseNumber()
	return d.Decode(v)
}

// resetTimes returns a decoded value with each time of a past act after now replaced by now, and
// each date far after it by its date. field is the name of the field that holds the value. latest becomes the
// latest of the replaced times.
func resetTimes(value any, field string, now time.Time, latest *time.Time) any {
	switch v := value.(type) {
	case map[string]any:
		for name := range v {
			v[name] = resetTimes(v[name], name, now, latest)
		}
	case []any:
		for i := range v {
			v[i] = resetTimes(v[i], field, now, latest)
		}
	case string:
		at, err := parseField(field, v, now)
		if err != nil || at.IsZero() {
			return value
		}
		if at.After(*latest) {
			*latest = at
		}
		if field == dateField {
			return schedule.DateOf(now.UTC()).String()
		}
		return now.UTC().Format(time.RFC3339Nano)
	}
	return value
}

// dateField is the name of fields with the date of a round, a job or points.
const dateField = "date"

// parseField returns the time or date of a field if it lies too far after now, otherwise zero.
func parseField(field, value string, now time.Time) (time.Time, error) {
	switch {
	case field == dateField:
		d, err := schedule.ParseDate(value)
		if err != nil || !schedule.DateOf(now.UTC()).AddDays(datesAhead).Before(d) {
			return time.Time{}, err
		}
		return d.Midnight(), nil
	case slices.Contains(pastTimes(), field):
		at, err := time.Parse(time.RFC3339Nano, value)
		if err != nil || !at.After(now.Add(futureTolerance)) {
			return time.Time{}, err
		}
		return at, nil
	}
	return time.Time{}, nil
}

// ResetFutureTimes implements [quiz.Jobs].
func (t Tx) ResetFutureTimes(now time.Time) error {
	redated := false
	for _, kind := range futureKinds() {
		codec := recordCodecs()[kind]
		for key, value := range t.scanPrefix(codec.bucket, nil) {
			latest, err := t.latestFuture(codec, key, value, now)
			if err != nil {
				return err
			}
			if latest.IsZero() {
				continue
			}
			redated = redated || kind == KindEntry
			if err := t.resetRecord(kind, codec.bucket, key, value, now); err != nil {
				return err
			}
		}
	}
	if redated {
		return t.rebuildTallies()
	}
	return nil
}

// resetRecord replaces the times of a record after now.
func (t Tx) resetRecord(kind Kind, bucket string, key, value []byte, now time.Time) error {
	switch kind {
	case KindVote:
		return t.Put(bucket, key, joinKey(value[:8], timeKey(now)))
	case KindForgotten:
		return t.Put(bucket, key, timeKey(now))
	}
	record, err := decodeRecord[json.RawMessage](bucket, value)
	if err != nil {
		return err
	}
	var fields any
	if err := decodeNumbers(record, &fields); err != nil {
		return err
	}
	var latest time.Time
	return putRecord(t, bucket, key, resetTimes(fields, "", now, &latest))
}

// rebuildTallies derives all tallies from the ledger again, after dates of entries changed.
func (t Tx) rebuildTallies() error {
	for _, bucket := range tallyBuckets() {
		for key := range t.scanPrefix(bucket, nil) {
			if err := t.Delete(bucket, key); err != nil {
				return err
			}
		}
	}
	for _, value := range t.scanPrefix(bucketLedger, nil) {
		e, err := decodeRecord[ledger.Entry](bucketLedger, value)
		if err != nil {
			return err
		}
		if t.Get(bucketMembers, numberKey(e.Member)) == nil {
			continue
		}
		if err := t.addToTallies(e); err != nil {
			return err
		}
	}
	return nil
}

package feedtest

import "time"

type world struct{ outlets []Outlet }

func openWorld(uint64, clock) *world      { return &world{} }
func (w *world) shelf(string) shelf       { return nil }
func (w *world) advance(time.Time)        {}

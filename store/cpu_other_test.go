//go:build !unix

package store_test

import "time"

func cpu() time.Duration { return 0 }

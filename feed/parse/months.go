package parse

import "strings"

// monthNames hold the months of a language in order, variants behind a bar.
// A name counts by its first letters as well where those are unlike all others.
var monthNames = []string{
	"january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept october|oct november|nov december|dec",
	"января|январь|янв февраля|февраль|фев|февр марта|март|мар апреля|апрель|апр мая|май июня|июнь|июн июля|июль|июл августа|август|авг сентября|сентябрь|сен|сент октября|октябрь|окт ноября|ноябрь|ноя|нояб декабря|декабрь|дек",
	"січня|січень|січ лютого|лютий|лют березня|березень|бер квітня|квітень|кві|квіт травня|травень|тра|трав червня|червень|чер|черв липня|липень|лип серпня|серпень|сер|серп вересня|вересень|вер жовтня|жовтень|жов|жовт листопада|листопад|лис|лист грудня|грудень|гру|груд",
	"يناير فبراير مارس أبريل|ابريل|إبريل مايو يونيو|يونيه يوليو|يوليه أغسطس|اغسطس سبتمبر أكتوبر|اكتوبر نوفمبر ديسمبر",
	"كانون-ثاني شباط آذار|اذار نيسان أيار|ايار حزيران تموز آب|اب أيلول|ايلول تشرين-أول تشرين-ثاني كانون-أول",
	"janvier|janv février|fevrier|févr|fév mars avril|avr mai juin juillet|juil août|aout septembre octobre novembre décembre|decembre|déc",
	"enero|ene febrero marzo abril|abr mayo junio julio agosto|ago septiembre|setiembre|set octubre noviembre diciembre|dic",
	"januar|jän|jänner februar märz|maerz|mär|mrz april mai juni juli august september oktober|okt november dezember|dez",
	"gennaio|gen febbraio marzo aprile maggio|mag giugno|giu luglio|lug agosto settembre ottobre|ott novembre dicembre",
	"janeiro fevereiro|fev março|marco abril maio junho julho agosto setembro outubro|out novembro dezembro",
	"ocak|oca şubat|subat|şub mart nisan|nis mayıs|mayis haziran|haz temmuz|tem ağustos|agustos|ağu eylül|eylul|eyl ekim|eki kasım|kasim|kas aralık|aralik|ara",
	"stycznia|sty lutego|lut marca kwietnia|kwi maja czerwca|cze lipca|lip sierpnia|sie września|wrz października|paź listopada|lis grudnia|gru",
}

// months maps a name to its number, 1 to 12.
var months = func() map[string]int {
	all := map[string]int{}
	for _, language := range monthNames {
		for i, variants := range strings.Fields(language) {
			for name := range strings.SplitSeq(variants, "|") {
				if _, taken := all[name]; !taken {
					all[name] = i + 1
				}
			}
		}
	}
	return all
}()

// monthOf looks a word up, in any case. English comes first and without
// allocation.
func monthOf(w string) (int, bool) {
	var buf [32]byte
	if len(w) <= len(buf) {
		key := append(buf[:0], w...)
		for i, c := range key {
			if 'A' <= c && c <= 'Z' {
				key[i] = c + 'a' - 'A'
			}
		}
		if m, ok := months[string(key)]; ok {
			return m, true
		}
	}
	m, ok := months[strings.ToLower(w)]
	return m, ok
}

const hours = 3600

// zones are the abbreviations met in feeds, in seconds east of UTC. Some mean
// several zones (CST, IST, BST); the reading here is the one that news feeds
// use: North America, India, Britain.
var zones = map[string]int{
	"Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "z": 0, "gmt": 0, "utc": 0,
	"BST": 1 * hours, "WEST": 1 * hours, "CET": 1 * hours, "MEZ": 1 * hours, "MET": 1 * hours, "WAT": 1 * hours,
	"CEST": 2 * hours, "MESZ": 2 * hours, "MEST": 2 * hours, "EET": 2 * hours, "CAT": 2 * hours, "SAST": 2 * hours,
	"EEST": 3 * hours, "MSK": 3 * hours, "TRT": 3 * hours, "EAT": 3 * hours, "IDT": 3 * hours,
	"MSD": 4 * hours, "GST": 4 * hours, "AZT": 4 * hours, "GET": 4 * hours, "AMT": 4 * hours,
	"IRST": 3*hours + 1800, "IRDT": 4*hours + 1800, "AFT": 4*hours + 1800,
	"PKT": 5 * hours, "UZT": 5 * hours, "TJT": 5 * hours, "IST": 5*hours + 1800, "NPT": 5*hours + 2700,
	"BDT": 6 * hours, "MMT": 6*hours + 1800, "ICT": 7 * hours, "WIB": 7 * hours,
	"HKT": 8 * hours, "SGT": 8 * hours, "PHT": 8 * hours, "MYT": 8 * hours, "AWST": 8 * hours,
	"JST": 9 * hours, "KST": 9 * hours, "ACST": 9*hours + 1800, "AEST": 10 * hours, "ACDT": 10*hours + 1800, "AEDT": 11 * hours,
	"NZST": 12 * hours, "NZDT": 13 * hours,
	"BRT": -3 * hours, "ART": -3 * hours, "NST": -3*hours - 1800, "AST": -4 * hours, "ADT": -3 * hours, "VET": -4 * hours,
	"EST": -5 * hours, "EDT": -4 * hours, "COT": -5 * hours, "PET": -5 * hours, "CST": -6 * hours, "CDT": -5 * hours,
	"MST": -7 * hours, "MDT": -6 * hours, "PST": -8 * hours, "PDT": -7 * hours, "AKST": -9 * hours, "AKDT": -8 * hours, "HST": -10 * hours,
}

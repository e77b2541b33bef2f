// Checks a receipt with the reference libraries of transparency logs, none of them ours:
// the checkpoint with sumdb/note, the inclusion proof with sumdb/tlog.
package main

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Arguments: verifier key, leaf (base64 of the commitment). Standard input: the receipt.
func main() {
	text, err := io.ReadAll(bufio.NewReader(os.Stdin))
	check(err)
	head, checkpoint, _ := strings.Cut(string(text), "\n\n")
	verifier, err := note.NewVerifier(os.Args[1])
	check(err)
	opened, err := note.Open([]byte(checkpoint), note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	var index int64
	var proof tlog.RecordProof
	for _, line := range strings.Split(head, "\n")[1:] {
		if strings.HasPrefix(line, "extra ") {
			continue
		}
		if number, isIndex := strings.CutPrefix(line, "index "); isIndex {
			index, err = strconv.ParseInt(number, 10, 64)
			check(err)
			continue
		}
		proof = append(proof, hashOf(line))
	}
	leaf, err := base64.StdEncoding.DecodeString(os.Args[2])
	check(err)
	check(tlog.CheckRecord(proof, size, hashOf(lines[2]), index, tlog.RecordHash(leaf)))
	fmt.Println("accepted")
}

func hashOf(text string) (hash tlog.Hash) {
	bytes, err := base64.StdEncoding.DecodeString(text)
	check(err)
	copy(hash[:], bytes)
	return hash
}

func check(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

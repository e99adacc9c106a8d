lda $0, 4($31)
lda $16, 1($31)
ldq $17, 8($30)
lda $18, 14($31)
call_pal 0x83
lda $0, 3($31)
lda $16, 0($31)
mov $30, $17
lda $18, 1($31)
call_pal 0x83
lda $0, 1($31)
lda $16, 42($31)
call_pal 0x83

# The same as `python3 tasks.py`, for those who have make.
.PHONY: try test docs accuracy bench
try test docs:
	python3 tasks.py $@
accuracy:
	python3 tasks.py accuracy $(DATA)
bench:
	python3 tasks.py bench $(REPLIES)

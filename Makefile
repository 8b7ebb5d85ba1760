# The same as `python3 tasks.py`, for those who have make.
.PHONY: try test accuracy bench
try test:
	python3 tasks.py $@
accuracy:
	python3 tasks.py accuracy $(DATA)
bench:
	python3 tasks.py bench $(REPLIES)
